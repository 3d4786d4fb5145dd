#include "minimal_loop.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

#include "meshes.hpp"
#include "vk.hpp"

namespace tonus::bench {
namespace {

using namespace render;

constexpr std::uint32_t kVert[] =
#include "bench_shaders/baseline.vert.inc"
    ;
constexpr std::uint32_t kFrag[] =
#include "bench_shaders/baseline.frag.inc"
    ;
constexpr std::uint32_t kSkyVert[] =
#include "bench_shaders/baseline_sky.vert.inc"
    ;
constexpr std::uint32_t kSkyFrag[] =
#include "bench_shaders/baseline_sky.frag.inc"
    ;
constexpr std::uint32_t kGroundVert[] =
#include "bench_shaders/baseline_ground.vert.inc"
    ;
constexpr std::uint32_t kGroundFrag[] =
#include "bench_shaders/baseline_ground.frag.inc"
    ;

constexpr VkFormat kColor = VK_FORMAT_R8G8B8A8_SRGB;
constexpr VkFormat kDepth = VK_FORMAT_D32_SFLOAT;

struct BareInstance {
  std::array<float, 12> world_from_body;  ///< three rows
  std::array<float, 4> color_emission;
};
struct Push {
  std::array<float, 16> clip_from_world;
  std::array<float, 4> eye, to_sun;
};

struct Allocation {
  OwnedMemory memory;
  OwnedBuffer buffer;
  OwnedImage image;
  OwnedImageView view;
  void* mapped = nullptr;
};

}  // namespace

struct MinimalLoop::Impl {
  NativeDevice native;
  VkExtent2D extent{};
  VkSampleCountFlagBits samples = VK_SAMPLE_COUNT_1_BIT;
  std::array<MeshRange, kMeshCount> meshes{};
  Allocation vertices, indices, instances, color, depth, picture;
  OwnedPipelineLayout layout;
  OwnedPipeline scene, ground, sky;
  OwnedCommandPool pool;
  VkCommandBuffer commands = VK_NULL_HANDLE;

  [[nodiscard]] Result<void, RenderError> bind(Allocation& a, bool mappable);
  [[nodiscard]] Result<void, RenderError> buffer(Allocation& a, VkDeviceSize size, VkBufferUsageFlags usage);
  [[nodiscard]] Result<void, RenderError> image(Allocation& a, VkFormat format, VkSampleCountFlagBits count,
                                                VkImageUsageFlags usage, VkImageAspectFlags aspect);
  [[nodiscard]] Result<void, RenderError> pipeline(OwnedPipeline& p, std::span<const std::uint32_t> vert,
                                                   std::span<const std::uint32_t> frag, bool has_vertices,
                                                   bool writes_depth, VkPrimitiveTopology topology);
  [[nodiscard]] Result<void, RenderError> start();
  void record(const Push& push, const std::array<std::array<std::uint32_t, 2>, kMeshCount>& draws);
};

Result<void, RenderError> MinimalLoop::Impl::bind(Allocation& a, bool mappable) {
  VkMemoryRequirements need{};
  if (a.buffer.get() != VK_NULL_HANDLE)
    vkGetBufferMemoryRequirements(native.device, a.buffer.get(), &need);
  else
    vkGetImageMemoryRequirements(native.device, a.image.get(), &need);
  VkPhysicalDeviceMemoryProperties memory{};
  vkGetPhysicalDeviceMemoryProperties(native.physical, &memory);
  const VkMemoryPropertyFlags wanted = mappable
                                           ? VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT
                                           : VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
  // Of several, the device's own first, as the renderer does.
  std::uint32_t type = VK_MAX_MEMORY_TYPES;
  for (const VkMemoryPropertyFlags flags : {wanted | VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, wanted})
    for (std::uint32_t i = 0; i < memory.memoryTypeCount && type == VK_MAX_MEMORY_TYPES; ++i)
      if ((need.memoryTypeBits & (1U << i)) != 0 && (memory.memoryTypes[i].propertyFlags & flags) == flags) type = i;
  if (type == VK_MAX_MEMORY_TYPES)
    return fail(RenderError{RenderErrorCode::MissingFeature, "no memory of the kind the baseline needs"});
  VkMemoryAllocateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  info.allocationSize = need.size;
  info.memoryTypeIndex = type;
  VK_CHECK(vkAllocateMemory(native.device, &info, nullptr, a.memory.renew(native.device)));
  if (a.buffer.get() != VK_NULL_HANDLE) {
    VK_CHECK(vkBindBufferMemory(native.device, a.buffer.get(), a.memory.get(), 0));
  } else {
    VK_CHECK(vkBindImageMemory(native.device, a.image.get(), a.memory.get(), 0));
  }
  if (mappable) VK_CHECK(vkMapMemory(native.device, a.memory.get(), 0, VK_WHOLE_SIZE, 0, &a.mapped));
  return {};
}

Result<void, RenderError> MinimalLoop::Impl::buffer(Allocation& a, VkDeviceSize size, VkBufferUsageFlags usage) {
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = size;
  info.usage = usage;
  VK_CHECK(vkCreateBuffer(native.device, &info, nullptr, a.buffer.renew(native.device)));
  return bind(a, true);
}

Result<void, RenderError> MinimalLoop::Impl::image(Allocation& a, VkFormat format, VkSampleCountFlagBits count,
                                                   VkImageUsageFlags usage, VkImageAspectFlags aspect) {
  VkImageCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO;
  info.imageType = VK_IMAGE_TYPE_2D;
  info.format = format;
  info.extent = {extent.width, extent.height, 1};
  info.mipLevels = 1;
  info.arrayLayers = 1;
  info.samples = count;
  info.usage = usage;
  VK_CHECK(vkCreateImage(native.device, &info, nullptr, a.image.renew(native.device)));
  RENDER_TRY(bind(a, false));
  VkImageViewCreateInfo view{};
  view.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO;
  view.image = a.image.get();
  view.viewType = VK_IMAGE_VIEW_TYPE_2D;
  view.format = format;
  view.subresourceRange = {aspect, 0, 1, 0, 1};
  VK_CHECK(vkCreateImageView(native.device, &view, nullptr, a.view.renew(native.device)));
  return {};
}

Result<void, RenderError> MinimalLoop::Impl::pipeline(OwnedPipeline& p, std::span<const std::uint32_t> vert,
                                                      std::span<const std::uint32_t> frag, bool has_vertices,
                                                      bool writes_depth, VkPrimitiveTopology topology) {
  std::array<OwnedShader, 2> shaders;
  std::array<VkPipelineShaderStageCreateInfo, 2> stages{};
  const std::array words{vert, frag};
  for (std::size_t i = 0; i < 2; ++i) {
    VkShaderModuleCreateInfo module{};
    module.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
    module.codeSize = words[i].size_bytes();
    module.pCode = words[i].data();
    VK_CHECK(vkCreateShaderModule(native.device, &module, nullptr, shaders[i].renew(native.device)));
    stages[i].sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    stages[i].stage = i == 0 ? VK_SHADER_STAGE_VERTEX_BIT : VK_SHADER_STAGE_FRAGMENT_BIT;
    stages[i].module = shaders[i].get();
    stages[i].pName = "main";
  }
  constexpr std::array<VkVertexInputBindingDescription, 2> kBindings{
      {{0, sizeof(Vertex), VK_VERTEX_INPUT_RATE_VERTEX}, {1, sizeof(BareInstance), VK_VERTEX_INPUT_RATE_INSTANCE}}};
  constexpr std::array<VkVertexInputAttributeDescription, 6> kAttributes{
      {{0, 0, VK_FORMAT_R32G32B32_SFLOAT, offsetof(Vertex, position)},
       {1, 0, VK_FORMAT_R32G32B32_SFLOAT, offsetof(Vertex, normal)},
       {2, 1, VK_FORMAT_R32G32B32A32_SFLOAT, 0},
       {3, 1, VK_FORMAT_R32G32B32A32_SFLOAT, 16},
       {4, 1, VK_FORMAT_R32G32B32A32_SFLOAT, 32},
       {5, 1, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(BareInstance, color_emission)}}};
  VkPipelineVertexInputStateCreateInfo input{};
  input.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO;
  if (has_vertices) {
    input.vertexBindingDescriptionCount = 2;
    input.pVertexBindingDescriptions = kBindings.data();
    input.vertexAttributeDescriptionCount = 6;
    input.pVertexAttributeDescriptions = kAttributes.data();
  }
  VkPipelineInputAssemblyStateCreateInfo assembly{};
  assembly.sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO;
  assembly.topology = topology;
  const VkViewport area{0, 0, static_cast<float>(extent.width), static_cast<float>(extent.height), 0, 1};
  const VkRect2D scissor{{0, 0}, extent};
  VkPipelineViewportStateCreateInfo viewport{};
  viewport.sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO;
  viewport.viewportCount = viewport.scissorCount = 1;
  viewport.pViewports = &area;
  viewport.pScissors = &scissor;
  VkPipelineRasterizationStateCreateInfo raster{};
  raster.sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO;
  raster.cullMode = has_vertices ? VK_CULL_MODE_BACK_BIT : VK_CULL_MODE_NONE;
  raster.lineWidth = 1.0F;
  VkPipelineMultisampleStateCreateInfo multisample{};
  multisample.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO;
  multisample.rasterizationSamples = samples;
  VkPipelineDepthStencilStateCreateInfo depth_state{};
  depth_state.sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO;
  depth_state.depthTestEnable = VK_TRUE;
  depth_state.depthWriteEnable = writes_depth ? VK_TRUE : VK_FALSE;
  depth_state.depthCompareOp = VK_COMPARE_OP_GREATER_OR_EQUAL;
  VkPipelineColorBlendAttachmentState blend{};
  blend.colorWriteMask = 0xF;
  VkPipelineColorBlendStateCreateInfo blending{};
  blending.sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO;
  blending.attachmentCount = 1;
  blending.pAttachments = &blend;
  VkPipelineRenderingCreateInfo rendering{};
  rendering.sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO;
  rendering.colorAttachmentCount = 1;
  rendering.pColorAttachmentFormats = &kColor;
  rendering.depthAttachmentFormat = kDepth;
  VkGraphicsPipelineCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO;
  info.pNext = &rendering;
  info.stageCount = 2;
  info.pStages = stages.data();
  info.pVertexInputState = &input;
  info.pInputAssemblyState = &assembly;
  info.pViewportState = &viewport;
  info.pRasterizationState = &raster;
  info.pMultisampleState = &multisample;
  info.pDepthStencilState = &depth_state;
  info.pColorBlendState = &blending;
  info.layout = layout.get();
  VK_CHECK(vkCreateGraphicsPipelines(native.device, VK_NULL_HANDLE, 1, &info, nullptr, p.renew(native.device)));
  return {};
}

Result<void, RenderError> MinimalLoop::Impl::start() {
  const auto library = make_meshes();
  meshes = library.ranges;
  const auto upload = [&](Allocation& a, const auto& items, VkBufferUsageFlags usage) -> Result<void, RenderError> {
    const auto bytes = std::as_bytes(std::span{items});
    RENDER_TRY(buffer(a, bytes.size(), usage));
    std::memcpy(a.mapped, bytes.data(), bytes.size());
    return {};
  };
  RENDER_TRY(upload(vertices, library.vertices, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT));
  RENDER_TRY(upload(indices, library.indices, VK_BUFFER_USAGE_INDEX_BUFFER_BIT));
  RENDER_TRY(buffer(instances, sizeof(BareInstance) * kMaxInstances, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT));
  constexpr VkImageUsageFlags kTarget = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
  if (samples != VK_SAMPLE_COUNT_1_BIT) RENDER_TRY(image(color, kColor, samples, kTarget, VK_IMAGE_ASPECT_COLOR_BIT));
  RENDER_TRY(image(picture, kColor, VK_SAMPLE_COUNT_1_BIT, kTarget, VK_IMAGE_ASPECT_COLOR_BIT));
  RENDER_TRY(image(depth, kDepth, samples, VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT, VK_IMAGE_ASPECT_DEPTH_BIT));

  const VkPushConstantRange range{VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0, sizeof(Push)};
  VkPipelineLayoutCreateInfo layout_info{};
  layout_info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
  layout_info.pushConstantRangeCount = 1;
  layout_info.pPushConstantRanges = &range;
  VK_CHECK(vkCreatePipelineLayout(native.device, &layout_info, nullptr, layout.renew(native.device)));
  RENDER_TRY(pipeline(scene, kVert, kFrag, true, true, VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST));
  RENDER_TRY(pipeline(ground, kGroundVert, kGroundFrag, false, true, VK_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP));
  RENDER_TRY(pipeline(sky, kSkyVert, kSkyFrag, false, false, VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST));

  VkCommandPoolCreateInfo pool_info{};
  pool_info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool_info.queueFamilyIndex = native.queue_family;
  VK_CHECK(vkCreateCommandPool(native.device, &pool_info, nullptr, pool.renew(native.device)));
  VkCommandBufferAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  allocate.commandPool = pool.get();
  allocate.commandBufferCount = 1;
  VK_CHECK(vkAllocateCommandBuffers(native.device, &allocate, &commands));
  return {};
}

void MinimalLoop::Impl::record(const Push& push, const std::array<std::array<std::uint32_t, 2>, kMeshCount>& draws) {
  const bool resolves = samples != VK_SAMPLE_COUNT_1_BIT;
  std::array<VkImageMemoryBarrier2, 3> barriers{};
  const std::array images{picture.image.get(), depth.image.get(), color.image.get()};
  for (std::size_t i = 0; i < barriers.size(); ++i) {
    const bool is_depth = i == 1;
    auto& b = barriers[i];
    b.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2;
    b.srcStageMask = b.dstStageMask =
        is_depth ? VK_PIPELINE_STAGE_2_EARLY_FRAGMENT_TESTS_BIT | VK_PIPELINE_STAGE_2_LATE_FRAGMENT_TESTS_BIT
                 : VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT;
    b.srcAccessMask = b.dstAccessMask =
        is_depth ? VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_WRITE_BIT : VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT;
    b.newLayout = is_depth ? VK_IMAGE_LAYOUT_DEPTH_ATTACHMENT_OPTIMAL : VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
    b.image = images[i];
    b.subresourceRange = {is_depth ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  }
  VkDependencyInfo dependency{};
  dependency.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO;
  dependency.imageMemoryBarrierCount = resolves ? 3 : 2;
  dependency.pImageMemoryBarriers = barriers.data();
  vkCmdPipelineBarrier2(commands, &dependency);

  VkRenderingAttachmentInfo target{}, z{};
  target.sType = z.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO;
  target.imageView = resolves ? color.view.get() : picture.view.get();
  target.imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
  target.loadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE;
  target.storeOp = resolves ? VK_ATTACHMENT_STORE_OP_DONT_CARE : VK_ATTACHMENT_STORE_OP_STORE;
  if (resolves) {
    target.resolveMode = VK_RESOLVE_MODE_AVERAGE_BIT;
    target.resolveImageView = picture.view.get();
    target.resolveImageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
  }
  z.imageView = depth.view.get();
  z.imageLayout = VK_IMAGE_LAYOUT_DEPTH_ATTACHMENT_OPTIMAL;
  z.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR;
  z.storeOp = VK_ATTACHMENT_STORE_OP_DONT_CARE;
  VkRenderingInfo rendering{};
  rendering.sType = VK_STRUCTURE_TYPE_RENDERING_INFO;
  rendering.renderArea = {{0, 0}, extent};
  rendering.layerCount = 1;
  rendering.colorAttachmentCount = 1;
  rendering.pColorAttachments = &target;
  rendering.pDepthAttachment = &z;
  vkCmdBeginRendering(commands, &rendering);
  vkCmdPushConstants(commands, layout.get(), VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0, sizeof(Push),
                     &push);
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, scene.get());
  const std::array buffers{vertices.buffer.get(), instances.buffer.get()};
  constexpr std::array<VkDeviceSize, 2> kOffsets{};
  vkCmdBindVertexBuffers(commands, 0, 2, buffers.data(), kOffsets.data());
  vkCmdBindIndexBuffer(commands, indices.buffer.get(), 0, VK_INDEX_TYPE_UINT16);
  for (std::size_t m = 0; m < kMeshCount; ++m)
    if (draws[m][1] != 0)
      vkCmdDrawIndexed(commands, meshes[m].index_count, draws[m][1], meshes[m].first_index, 0, draws[m][0]);
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, ground.get());
  vkCmdDraw(commands, 4, 1, 0, 0);
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, sky.get());
  vkCmdDraw(commands, 3, 1, 0, 0);
  vkCmdEndRendering(commands);
}

MinimalLoop::MinimalLoop(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MinimalLoop::~MinimalLoop() { static_cast<void>(vkQueueWaitIdle(impl_->native.queue)); }

Result<std::unique_ptr<MinimalLoop>, RenderError> MinimalLoop::create(const NativeDevice& device, Extent extent,
                                                                      std::uint32_t samples) {
  auto impl = std::make_unique<Impl>();
  impl->native = device;
  impl->extent = {extent.width, extent.height};
  impl->samples = static_cast<VkSampleCountFlagBits>(samples);
  RENDER_TRY(impl->start());
  return std::unique_ptr<MinimalLoop>{new MinimalLoop{std::move(impl)}};
}

Result<void, RenderError> MinimalLoop::draw(const SceneFrame& scene, float alpha, const View& view) {
  auto& self = *impl_;
  std::array<std::array<std::uint32_t, 2>, kMeshCount> draws{};  // first, count
  for (const auto& i : scene.instances) ++draws[static_cast<std::size_t>(i.mesh)][1];
  for (std::size_t m = 1; m < kMeshCount; ++m) draws[m][0] = draws[m - 1][0] + draws[m - 1][1];
  std::array<std::uint32_t, kMeshCount> used{};
  auto* out = static_cast<BareInstance*>(self.instances.mapped);
  for (const auto& i : scene.instances) {
    const auto m = static_cast<std::size_t>(i.mesh);
    const Pose pose = interpolate(i.previous, i.current, alpha);
    const Vec3 x = rotate(pose.rotation, {i.scale_m.x, 0, 0}), y = rotate(pose.rotation, {0, i.scale_m.y, 0});
    const Vec3 z = rotate(pose.rotation, {0, 0, i.scale_m.z});
    const Vec3& p = pose.position;
    out[draws[m][0] + used[m]++] = {{x.x, y.x, z.x, p.x, x.y, y.y, z.y, p.y, x.z, y.z, z.z, p.z},
                                    {i.color.x, i.color.y, i.color.z, i.emission}};
  }
  // The view of the benchmark is symmetric; reversed depth without a far plane, as the renderer has it.
  const Pose eye_from_world = inverse(view.world_from_eye);
  const float sx = 1.0F / std::tan(view.angle_right_rad), sy = 1.0F / std::tan(view.angle_up_rad);
  Push push{};
  const auto column = [&](std::size_t c, Vec3 v, float w) {
    const std::array values{sx * v.x, -sy * v.y, 0.05F * w, -v.z};
    std::copy(values.begin(), values.end(), push.clip_from_world.begin() + static_cast<std::ptrdiff_t>(c * 4));
  };
  column(0, rotate(eye_from_world.rotation, {1, 0, 0}), 0);
  column(1, rotate(eye_from_world.rotation, {0, 1, 0}), 0);
  column(2, rotate(eye_from_world.rotation, {0, 0, 1}), 0);
  column(3, eye_from_world.position, 1);
  const Vec3 eye = view.world_from_eye.position, sun = normalized(-scene.lighting.sun_direction);
  push.eye = {eye.x, eye.y, eye.z, 1};
  push.to_sun = {sun.x, sun.y, sun.z, 0};

  VK_CHECK(vkResetCommandPool(self.native.device, self.pool.get(), 0));
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  VK_CHECK(vkBeginCommandBuffer(self.commands, &begin));
  self.record(push, draws);
  VK_CHECK(vkEndCommandBuffer(self.commands));
  VkCommandBufferSubmitInfo buffer{};
  buffer.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO;
  buffer.commandBuffer = self.commands;
  VkSubmitInfo2 submit{};
  submit.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2;
  submit.commandBufferInfoCount = 1;
  submit.pCommandBufferInfos = &buffer;
  VK_CHECK(vkQueueSubmit2(self.native.queue, 1, &submit, VK_NULL_HANDLE));
  VK_CHECK(vkQueueWaitIdle(self.native.queue));
  return {};
}

}  // namespace tonus::bench
