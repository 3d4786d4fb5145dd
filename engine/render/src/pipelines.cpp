#include "pipelines.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "instances.hpp"

namespace tonus::render {
namespace {

using Words = std::span<const std::uint32_t>;
constexpr std::uint32_t kMarkedVert[] =
#include "shaders/marked.vert.inc"
    ;
constexpr std::uint32_t kMarkedFrag[] =
#include "shaders/marked.frag.inc"
    ;
constexpr std::uint32_t kPlainVert[] =
#include "shaders/plain.vert.inc"
    ;
constexpr std::uint32_t kPlainFrag[] =
#include "shaders/plain.frag.inc"
    ;
constexpr std::uint32_t kGroundVert[] =
#include "shaders/ground.vert.inc"
    ;
constexpr std::uint32_t kGroundFrag[] =
#include "shaders/ground.frag.inc"
    ;
constexpr std::uint32_t kSkyVert[] =
#include "shaders/sky.vert.inc"
    ;
constexpr std::uint32_t kSkyFrag[] =
#include "shaders/sky.frag.inc"
    ;
constexpr std::uint32_t kHiddenVert[] =
#include "shaders/hidden.vert.inc"
    ;
constexpr std::uint32_t kHiddenFrag[] =
#include "shaders/hidden.frag.inc"
    ;
constexpr std::uint32_t kSurroundFrag[] =
#include "shaders/surround.frag.inc"
    ;
constexpr std::uint32_t kShadowVert[] =
#include "shaders/shadow.vert.inc"
    ;
constexpr std::uint32_t kFullscreenVert[] =
#include "shaders/fullscreen.vert.inc"
    ;
constexpr std::uint32_t kBloomGatherFrag[] =
#include "shaders/bloom_gather.frag.inc"
    ;
constexpr std::uint32_t kBloomBlurFrag[] =
#include "shaders/bloom_blur.frag.inc"
    ;
constexpr std::uint32_t kToneMapFrag[] =
#include "shaders/tone_map.frag.inc"
    ;
constexpr std::uint32_t kOverlayFrag[] =
#include "shaders/overlay.frag.inc"
    ;
constexpr std::uint32_t kPanelFrag[] =
#include "shaders/panel.frag.inc"
    ;
constexpr std::uint32_t kBoardVert[] =
#include "shaders/board.vert.inc"
    ;
constexpr std::uint32_t kBoardFrag[] =
#include "shaders/board.frag.inc"
    ;

/// constant_id 0, 1, 2, 3, 4 of the shaders.
struct Constants {
  VkBool32 shadows, post, vertical, encodes, eases;
};
constexpr std::array<VkSpecializationMapEntry, 5> kConstantMap{{{0, offsetof(Constants, shadows), sizeof(VkBool32)},
                                                                {1, offsetof(Constants, post), sizeof(VkBool32)},
                                                                {2, offsetof(Constants, vertical), sizeof(VkBool32)},
                                                                {3, offsetof(Constants, encodes), sizeof(VkBool32)},
                                                                {4, offsetof(Constants, eases), sizeof(VkBool32)}}};

enum class Input { None, Vertices, Instances };
enum class Depth { None, Write, Behind };

struct Recipe {
  Words vertex{};
  Words fragment{};  ///< no fragment words: depth only
  Input input = Input::None;
  Depth depth = Depth::None;
  VkFormat color_format = VK_FORMAT_UNDEFINED;
  VkCullModeFlags cull = VK_CULL_MODE_NONE;
  VkFrontFace front = VK_FRONT_FACE_COUNTER_CLOCKWISE;
  std::uint32_t samples = 1;
  std::uint32_t view_mask = 0;
  bool blends = false;
  bool is_biased = false;
  Constants constants{};
};

constexpr std::array<VkVertexInputBindingDescription, 2> kBindings{
    {{0, sizeof(Vertex), VK_VERTEX_INPUT_RATE_VERTEX}, {1, sizeof(GpuInstance), VK_VERTEX_INPUT_RATE_INSTANCE}}};
/// Those of a vertex first: geometry without instances uses them alone.
constexpr std::uint32_t kVertexAttributes = 3;
constexpr std::array<VkVertexInputAttributeDescription, 7> kAttributes{
    {{0, 0, VK_FORMAT_R32G32B32_SFLOAT, offsetof(Vertex, position)},
     {1, 0, VK_FORMAT_R32G32B32_SFLOAT, offsetof(Vertex, normal)},
     {6, 0, VK_FORMAT_R32_SFLOAT, offsetof(Vertex, tone)},
     {2, 1, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(GpuInstance, rotation)},
     {3, 1, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(GpuInstance, position)},
     {4, 1, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(GpuInstance, scale)},
     {5, 1, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(GpuInstance, color)}}};

Result<OwnedShader, RenderError> create_shader(const Device& device, Words words) {
  OwnedShader shader;
  VkShaderModuleCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
  info.codeSize = words.size_bytes();
  info.pCode = words.data();
  VK_CHECK(vkCreateShaderModule(device.device, &info, nullptr, shader.renew(device.device)));
  return shader;
}

Result<void, RenderError> create_pipeline(const Device& device, VkPipelineLayout layout, const Recipe& recipe,
                                          OwnedPipeline& pipeline) {
  auto vertex = create_shader(device, recipe.vertex);
  if (!vertex) return fail(std::move(vertex).error());
  std::optional<OwnedShader> fragment;
  if (!recipe.fragment.empty()) {
    auto made = create_shader(device, recipe.fragment);
    if (!made) return fail(std::move(made).error());
    fragment = std::move(*made);
  }

  const VkSpecializationInfo constants{static_cast<std::uint32_t>(kConstantMap.size()), kConstantMap.data(),
                                       sizeof(Constants), &recipe.constants};
  std::array<VkPipelineShaderStageCreateInfo, 2> stages{};
  stages[0] = {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
               nullptr,
               0,
               VK_SHADER_STAGE_VERTEX_BIT,
               vertex->get(),
               "main",
               &constants};
  stages[1] = {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO, nullptr, 0,         VK_SHADER_STAGE_FRAGMENT_BIT,
               fragment ? fragment->get() : VK_NULL_HANDLE,         "main",  &constants};

  VkPipelineVertexInputStateCreateInfo input{};
  input.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO;
  if (recipe.input != Input::None) {
    const bool has_instances = recipe.input == Input::Instances;
    input.vertexBindingDescriptionCount = has_instances ? 2 : 1;
    input.pVertexBindingDescriptions = kBindings.data();
    input.vertexAttributeDescriptionCount =
        has_instances ? static_cast<std::uint32_t>(kAttributes.size()) : kVertexAttributes;
    input.pVertexAttributeDescriptions = kAttributes.data();
  }
  VkPipelineInputAssemblyStateCreateInfo assembly{};
  assembly.sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO;
  assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST;
  VkPipelineViewportStateCreateInfo viewport{};
  viewport.sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO;
  viewport.viewportCount = 1;
  viewport.scissorCount = 1;
  VkPipelineRasterizationStateCreateInfo raster{};
  raster.sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO;
  raster.cullMode = recipe.cull;
  raster.frontFace = recipe.front;
  raster.lineWidth = 1.0F;
  raster.depthBiasEnable = recipe.is_biased ? VK_TRUE : VK_FALSE;
  raster.depthBiasSlopeFactor = 1.5F;
  VkPipelineMultisampleStateCreateInfo multisample{};
  multisample.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO;
  multisample.rasterizationSamples = static_cast<VkSampleCountFlagBits>(recipe.samples);
  VkPipelineDepthStencilStateCreateInfo depth{};
  depth.sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO;
  depth.depthTestEnable = recipe.depth != Depth::None ? VK_TRUE : VK_FALSE;
  depth.depthWriteEnable = recipe.depth == Depth::Write ? VK_TRUE : VK_FALSE;
  // Shadows count depth from the light outward, eyes the other way round (reversed, for precision far out).
  depth.depthCompareOp = recipe.is_biased ? VK_COMPARE_OP_LESS_OR_EQUAL : VK_COMPARE_OP_GREATER_OR_EQUAL;
  VkPipelineColorBlendAttachmentState blend{};
  blend.colorWriteMask =
      VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT;
  if (recipe.blends) {
    blend.blendEnable = VK_TRUE;
    blend.srcColorBlendFactor = VK_BLEND_FACTOR_ONE;
    blend.dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
    blend.srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE;
    blend.dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  }
  const bool has_color = recipe.color_format != VK_FORMAT_UNDEFINED;
  VkPipelineColorBlendStateCreateInfo blending{};
  blending.sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO;
  blending.attachmentCount = has_color ? 1 : 0;
  blending.pAttachments = &blend;
  constexpr std::array kDynamic{VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  VkPipelineDynamicStateCreateInfo dynamic{};
  dynamic.sType = VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO;
  dynamic.dynamicStateCount = static_cast<std::uint32_t>(kDynamic.size());
  dynamic.pDynamicStates = kDynamic.data();

  VkPipelineRenderingCreateInfo rendering{};
  rendering.sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO;
  rendering.viewMask = recipe.view_mask;
  rendering.colorAttachmentCount = has_color ? 1 : 0;
  rendering.pColorAttachmentFormats = &recipe.color_format;
  rendering.depthAttachmentFormat = recipe.depth != Depth::None ? kDepthFormat : VK_FORMAT_UNDEFINED;

  VkGraphicsPipelineCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO;
  info.pNext = &rendering;
  info.stageCount = fragment ? 2 : 1;
  info.pStages = stages.data();
  info.pVertexInputState = &input;
  info.pInputAssemblyState = &assembly;
  info.pViewportState = &viewport;
  info.pRasterizationState = &raster;
  info.pMultisampleState = &multisample;
  info.pDepthStencilState = &depth;
  info.pColorBlendState = &blending;
  info.pDynamicState = &dynamic;
  info.layout = layout;
  VK_CHECK(vkCreateGraphicsPipelines(device.device, VK_NULL_HANDLE, 1, &info, nullptr, pipeline.renew(device.device)));
  return {};
}

Result<void, RenderError> create_layouts(const Device& device, Pipelines& pipelines) {
  VkSamplerCreateInfo sampler{};
  sampler.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO;
  sampler.magFilter = VK_FILTER_LINEAR;
  sampler.minFilter = VK_FILTER_LINEAR;
  sampler.addressModeU = sampler.addressModeV = sampler.addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE;
  VK_CHECK(vkCreateSampler(device.device, &sampler, nullptr, pipelines.smooth.renew(device.device)));
  sampler.compareEnable = VK_TRUE;
  sampler.compareOp = VK_COMPARE_OP_LESS_OR_EQUAL;
  VK_CHECK(vkCreateSampler(device.device, &sampler, nullptr, pipelines.compare.renew(device.device)));

  constexpr VkShaderStageFlags kBoth = VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT;
  const std::array<VkDescriptorSetLayoutBinding, 2> frame{
      {{0, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 1, kBoth, nullptr},
       {1, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1, VK_SHADER_STAGE_FRAGMENT_BIT, nullptr}}};
  const std::array<VkDescriptorSetLayoutBinding, 2> picture{
      {{0, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1, VK_SHADER_STAGE_FRAGMENT_BIT, nullptr},
       {1, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1, VK_SHADER_STAGE_FRAGMENT_BIT, nullptr}}};
  VkDescriptorSetLayoutCreateInfo set{};
  set.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
  set.bindingCount = static_cast<std::uint32_t>(frame.size());
  set.pBindings = frame.data();
  VK_CHECK(vkCreateDescriptorSetLayout(device.device, &set, nullptr, pipelines.frame_set.renew(device.device)));
  set.pBindings = picture.data();
  VK_CHECK(vkCreateDescriptorSetLayout(device.device, &set, nullptr, pipelines.picture_set.renew(device.device)));

  const std::array sets{pipelines.frame_set.get(), pipelines.picture_set.get()};
  constexpr VkPushConstantRange kPanel{kBoth, 0, sizeof(PanelConstants)};
  VkPipelineLayoutCreateInfo layout{};
  layout.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &kPanel;
  layout.setLayoutCount = static_cast<std::uint32_t>(sets.size());
  layout.pSetLayouts = sets.data();
  VK_CHECK(vkCreatePipelineLayout(device.device, &layout, nullptr, pipelines.layout.renew(device.device)));
  return {};
}

Result<WorldPipelines, RenderError> create_world_pipelines(const Device& device, VkPipelineLayout layout,
                                                           const Recipe& world) {
  WorldPipelines p;
  const auto make = [&](const Recipe& recipe, OwnedPipeline& pipeline) {
    return create_pipeline(device, layout, recipe, pipeline);
  };
  Recipe things = world;
  things.input = Input::Instances;
  things.depth = Depth::Write;
  things.cull = VK_CULL_MODE_BACK_BIT;
  things.vertex = kMarkedVert;
  things.fragment = kMarkedFrag;
  RENDER_TRY(make(things, p.marked));
  things.vertex = kPlainVert;
  things.fragment = kPlainFrag;
  RENDER_TRY(make(things, p.plain));
  Recipe ground = world;
  ground.vertex = kGroundVert;
  ground.fragment = kGroundFrag;
  ground.input = Input::Vertices;
  ground.depth = Depth::Write;
  RENDER_TRY(make(ground, p.ground));
  Recipe sky = world;
  sky.vertex = kSkyVert;
  sky.fragment = kSkyFrag;
  sky.input = Input::Vertices;
  sky.depth = Depth::Behind;
  RENDER_TRY(make(sky, p.sky));
  return p;
}

Result<OwnedPipeline, RenderError> create_board(const Device& device, VkPipelineLayout layout, Output output,
                                                std::uint32_t view_mask) {
  OwnedPipeline pipeline;
  const Recipe board{.vertex = kBoardVert,
                     .fragment = kBoardFrag,
                     .color_format = output.format,
                     .cull = VK_CULL_MODE_BACK_BIT,
                     .view_mask = view_mask,
                     .blends = true,
                     .constants = {.encodes = output.encodes ? VK_TRUE : VK_FALSE}};
  RENDER_TRY(create_pipeline(device, layout, board, pipeline));
  return pipeline;
}

Result<ViewPipelines, RenderError> create_view_pipelines(const Device& device, const RendererDefinition& definition,
                                                         VkPipelineLayout layout, Output output,
                                                         std::uint32_t view_mask) {
  ViewPipelines p;
  p.view_mask = view_mask;
  const auto make = [&](const Recipe& recipe, OwnedPipeline& pipeline) {
    return create_pipeline(device, layout, recipe, pipeline);
  };
  const Constants constants{.shadows = definition.shadows ? VK_TRUE : VK_FALSE,
                            .post = definition.post ? VK_TRUE : VK_FALSE,
                            .encodes = output.encodes ? VK_TRUE : VK_FALSE};
  Recipe world{.color_format = definition.post ? kLightFormat : output.format,
               .samples = definition.samples,
               .view_mask = view_mask,
               .constants = constants};
  for (WorldPipelines* pipelines : {&p.clear, &p.eased}) {
    world.constants.eases = pipelines == &p.eased ? VK_TRUE : VK_FALSE;
    auto made = create_world_pipelines(device, layout, world);
    if (!made) return fail(std::move(made).error());
    *pipelines = std::move(*made);
  }
  Recipe hidden = world;
  hidden.vertex = kHiddenVert;
  hidden.fragment = kHiddenFrag;
  hidden.input = Input::Vertices;
  hidden.depth = Depth::Write;
  RENDER_TRY(make(hidden, p.hidden));
  if (!definition.post) {
    Recipe surround = world;
    surround.vertex = kFullscreenVert;
    surround.fragment = kSurroundFrag;
    surround.depth = Depth::Behind;
    RENDER_TRY(make(surround, p.surround));
  }

  Recipe full{.vertex = kFullscreenVert, .color_format = kLightFormat, .view_mask = view_mask, .constants = constants};
  if (definition.post) {
    full.fragment = kBloomGatherFrag;
    RENDER_TRY(make(full, p.bloom_gather));
    full.fragment = kBloomBlurFrag;
    RENDER_TRY(make(full, p.bloom_across));
    full.constants.vertical = VK_TRUE;
    RENDER_TRY(make(full, p.bloom_down));
    full.fragment = kToneMapFrag;
    full.color_format = output.format;
    RENDER_TRY(make(full, p.tone_map));
  }
  auto board = create_board(device, layout, output, view_mask);
  if (!board) return fail(std::move(board).error());
  p.board = std::move(*board);
  if (output != own_output(definition)) return p;
  full.fragment = kOverlayFrag;
  full.color_format = kPictureFormat;
  full.blends = true;
  RENDER_TRY(make(full, p.overlay));
  return p;
}

}  // namespace

Result<Pipelines, RenderError> create_pipelines(const Device& device) {
  Pipelines p;
  RENDER_TRY(create_layouts(device, p));
  // Seen from the light the picture is upside down, so front faces turn the other way.
  const Recipe shadow{.vertex = kShadowVert,
                      .input = Input::Instances,
                      .depth = Depth::Write,
                      .cull = VK_CULL_MODE_BACK_BIT,
                      .front = VK_FRONT_FACE_CLOCKWISE,
                      .is_biased = true};
  RENDER_TRY(create_pipeline(device, p.layout.get(), shadow, p.shadow));
  return p;
}

Result<Passes, RenderError> create_passes(const Device& device, const RendererDefinition& definition,
                                          const Pipelines& pipelines, Output output) {
  Passes passes{.output = output};
  const std::uint32_t all_views = (1U << definition.view_count) - 1U;
  const auto masks =
      device.mixes_up_views && definition.view_count == 2 ? std::vector{0b01U, 0b10U} : std::vector{all_views};
  for (const auto mask : masks) {
    auto views = create_view_pipelines(device, definition, pipelines.layout.get(), output, mask);
    if (!views) return fail(std::move(views).error());
    passes.views.push_back(std::move(*views));
  }
  return passes;
}

Result<OwnedPipeline, RenderError> create_panel_pipeline(const Device& device, const Pipelines& pipelines,
                                                         Output output) {
  OwnedPipeline pipeline;
  const Recipe panel{.vertex = kFullscreenVert,
                     .fragment = kPanelFrag,
                     .color_format = output.format,
                     .constants = {.encodes = output.encodes ? VK_TRUE : VK_FALSE}};
  RENDER_TRY(create_pipeline(device, pipelines.layout.get(), panel, pipeline));
  return pipeline;
}

Result<OwnedPipeline, RenderError> create_board_pipeline(const Device& device, const Pipelines& pipelines,
                                                         Output output) {
  return create_board(device, pipelines.layout.get(), output, 0);
}

}  // namespace tonus::render
