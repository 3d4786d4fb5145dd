#include "panel_pass.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

#include <backends/imgui_impl_vulkan.h>
#include <imgui.h>

#include <engine/core/hash.hpp>

namespace tonus::overlay {
namespace {

using render::RenderError;
using render::RenderErrorCode;

Result<void, RenderError> check(VkResult result, const char* what) {
  if (result == VK_SUCCESS) return {};
  const bool is_memory = result == VK_ERROR_OUT_OF_DEVICE_MEMORY || result == VK_ERROR_OUT_OF_HOST_MEMORY;
  return fail(RenderError{
      is_memory ? RenderErrorCode::OutOfMemory : RenderErrorCode::DeviceLost,
      std::string{"panels cannot be drawn: "} + what + " gave VkResult " + std::to_string(static_cast<int>(result))});
}

/// The box around all that is drawn; nothing outside needs blending.
VkRect2D bounds_of(const ImDrawData& panels, VkExtent2D extent) {
  float left = static_cast<float>(extent.width), top = static_cast<float>(extent.height), right = 0.0F, bottom = 0.0F;
  for (int i = 0; i < panels.CmdListsCount; ++i) {
    for (const auto& vertex : panels.CmdLists[i]->VtxBuffer) {
      left = std::min(left, vertex.pos.x);
      top = std::min(top, vertex.pos.y);
      right = std::max(right, vertex.pos.x);
      bottom = std::max(bottom, vertex.pos.y);
    }
  }
  left = std::max(std::floor(left), 0.0F);
  top = std::max(std::floor(top), 0.0F);
  right = std::min(std::ceil(right), static_cast<float>(extent.width));
  bottom = std::min(std::ceil(bottom), static_cast<float>(extent.height));
  if (right <= left || bottom <= top) return {};
  return {{static_cast<std::int32_t>(left), static_cast<std::int32_t>(top)},
          {static_cast<std::uint32_t>(right - left), static_cast<std::uint32_t>(bottom - top)}};
}

std::uint64_t look_of(const ImDrawData& panels) {
  std::uint64_t look = 0;
  const auto mix = [&look](const auto* items, int count) {
    look = hash_bytes(std::as_bytes(std::span{items, static_cast<std::size_t>(count)}), look);
  };
  for (int i = 0; i < panels.CmdListsCount; ++i) {
    const ImDrawList& list = *panels.CmdLists[i];
    mix(list.VtxBuffer.Data, list.VtxBuffer.Size);
    mix(list.IdxBuffer.Data, list.IdxBuffer.Size);
    for (const ImDrawCmd& command : list.CmdBuffer) {
      mix(&command.ClipRect, 1);
      mix(&command.ElemCount, 1);
    }
  }
  return look;
}

}  // namespace

PanelPass::PanelPass(render::Renderer& renderer) : renderer_(renderer), native_(render::native_device(renderer)) {}

PanelPass::~PanelPass() {
  // A device that is lost is idle as well.
  static_cast<void>(vkDeviceWaitIdle(native_.device));
  if (is_backend_up_) ImGui_ImplVulkan_Shutdown();
  vkDestroyFramebuffer(native_.device, framebuffer_, nullptr);
  vkDestroyCommandPool(native_.device, commands_, nullptr);
  vkDestroyDescriptorPool(native_.device, descriptors_, nullptr);
  vkDestroyRenderPass(native_.device, render_pass_, nullptr);
}

Result<void, RenderError> PanelPass::open() {
  if (auto made = create_render_pass(); !made) return made;
  const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 8};
  VkDescriptorPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
  pool.flags = VK_DESCRIPTOR_POOL_CREATE_FREE_DESCRIPTOR_SET_BIT;
  pool.maxSets = 8;
  pool.poolSizeCount = 1;
  pool.pPoolSizes = &size;
  if (auto made =
          check(vkCreateDescriptorPool(native_.device, &pool, nullptr, &descriptors_), "vkCreateDescriptorPool");
      !made)
    return made;
  VkCommandPoolCreateInfo commands{};
  commands.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  commands.queueFamilyIndex = native_.queue_family;
  return check(vkCreateCommandPool(native_.device, &commands, nullptr, &commands_), "vkCreateCommandPool");
}

Result<void, RenderError> PanelPass::create_render_pass() {
  VkAttachmentDescription color{};
  color.format = render::PanelTexture::kFormat;
  color.samples = VK_SAMPLE_COUNT_1_BIT;
  color.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR;
  color.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  color.stencilLoadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE;
  color.stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE;
  color.initialLayout = VK_IMAGE_LAYOUT_UNDEFINED;
  color.finalLayout = VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL;
  const VkAttachmentReference target{0, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
  VkSubpassDescription subpass{};
  subpass.pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS;
  subpass.colorAttachmentCount = 1;
  subpass.pColorAttachments = &target;
  // Before: the last frame has read the texture. After: this frame reads it.
  const std::array<VkSubpassDependency, 2> dependencies{
      {{VK_SUBPASS_EXTERNAL, 0, VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT, VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT,
        VK_ACCESS_SHADER_READ_BIT, VK_ACCESS_COLOR_ATTACHMENT_READ_BIT | VK_ACCESS_COLOR_ATTACHMENT_WRITE_BIT, 0},
       {0, VK_SUBPASS_EXTERNAL, VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT, VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT,
        VK_ACCESS_COLOR_ATTACHMENT_WRITE_BIT, VK_ACCESS_SHADER_READ_BIT, 0}}};
  VkRenderPassCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_RENDER_PASS_CREATE_INFO;
  info.attachmentCount = 1;
  info.pAttachments = &color;
  info.subpassCount = 1;
  info.pSubpasses = &subpass;
  info.dependencyCount = static_cast<std::uint32_t>(dependencies.size());
  info.pDependencies = dependencies.data();
  return check(vkCreateRenderPass(native_.device, &info, nullptr, &render_pass_), "vkCreateRenderPass");
}

Result<void, RenderError> PanelPass::upload_fonts() {
  if (auto idle = check(vkDeviceWaitIdle(native_.device), "vkDeviceWaitIdle"); !idle) return idle;
  // 1.86 has no way to replace its font texture, so its back end starts anew.
  if (is_backend_up_) ImGui_ImplVulkan_Shutdown();
  is_backend_up_ = false;
  ImGui_ImplVulkan_InitInfo info{};
  info.Instance = native_.instance;
  info.PhysicalDevice = native_.physical;
  info.Device = native_.device;
  info.QueueFamily = native_.queue_family;
  info.Queue = native_.queue;
  info.DescriptorPool = descriptors_;
  info.MinImageCount = native_.frames_in_flight;
  info.ImageCount = native_.frames_in_flight;
  info.MSAASamples = VK_SAMPLE_COUNT_1_BIT;
  if (!ImGui_ImplVulkan_Init(&info, render_pass_))
    return fail(
        RenderError{RenderErrorCode::DeviceLost, "panels cannot be drawn: Dear ImGui's Vulkan back end did not start"});
  is_backend_up_ = true;
  ++fonts_generation_;
#if IMGUI_VERSION_NUM >= 19000
  if (!ImGui_ImplVulkan_CreateFontsTexture())
    return fail(RenderError{RenderErrorCode::OutOfMemory, "panels cannot be drawn: no room for their letters"});
  return {};
#else
  VkCommandBufferAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  allocate.commandPool = commands_;
  allocate.commandBufferCount = 1;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  if (auto made = check(vkAllocateCommandBuffers(native_.device, &allocate, &commands), "vkAllocateCommandBuffers");
      !made)
    return made;
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  VkSubmitInfo submit{};
  submit.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
  submit.commandBufferCount = 1;
  submit.pCommandBuffers = &commands;
  VkResult result = vkBeginCommandBuffer(commands, &begin);
  if (result == VK_SUCCESS && !ImGui_ImplVulkan_CreateFontsTexture(commands)) result = VK_ERROR_OUT_OF_DEVICE_MEMORY;
  if (result == VK_SUCCESS) result = vkEndCommandBuffer(commands);
  if (result == VK_SUCCESS) result = vkQueueSubmit(native_.queue, 1, &submit, VK_NULL_HANDLE);
  if (result == VK_SUCCESS) result = vkQueueWaitIdle(native_.queue);
  if (result == VK_SUCCESS) ImGui_ImplVulkan_DestroyFontUploadObjects();
  vkFreeCommandBuffers(native_.device, commands_, 1, &commands);
  return check(result, "uploading letters");
#endif
}

Result<void, RenderError> PanelPass::resize(VkExtent2D extent) {
  if (texture_ && texture_->extent().width == extent.width && texture_->extent().height == extent.height) return {};
  if (auto idle = check(vkDeviceWaitIdle(native_.device), "vkDeviceWaitIdle"); !idle) return idle;
  vkDestroyFramebuffer(native_.device, framebuffer_, nullptr);
  framebuffer_ = VK_NULL_HANDLE;
  texture_.reset();
  auto made = render::PanelTexture::create(renderer_, extent);
  if (!made) return fail(std::move(made).error());
  texture_ = std::move(*made);
  const VkImageView view = texture_->view();
  VkFramebufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO;
  info.renderPass = render_pass_;
  info.attachmentCount = 1;
  info.pAttachments = &view;
  info.width = extent.width;
  info.height = extent.height;
  info.layers = 1;
  if (auto framed = check(vkCreateFramebuffer(native_.device, &info, nullptr, &framebuffer_), "vkCreateFramebuffer");
      !framed)
    return framed;
  layer_.record = &PanelPass::record;
  layer_.context = this;
  layer_.view = view;
  layer_.extent = extent;
  ++layer_.generation;
  return {};
}

const render::OverlayLayer* PanelPass::show(ImDrawData* panels) {
  panels_ = panels;
  if (!texture_ || panels == nullptr || panels->TotalVtxCount == 0) return nullptr;
  layer_.content = bounds_of(*panels, layer_.extent);
  // New letters, a new texture: the same triangles look otherwise.
  layer_.look = look_of(*panels) + layer_.generation + fonts_generation_;
  return layer_.content.extent.width == 0 ? nullptr : &layer_;
}

void PanelPass::record(void* self, VkCommandBuffer commands) {
  auto& pass = *static_cast<PanelPass*>(self);
  // Transparent black: what is blended onto it comes out premultiplied.
  const VkClearValue nothing{};
  VkRenderPassBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_RENDER_PASS_BEGIN_INFO;
  begin.renderPass = pass.render_pass_;
  begin.framebuffer = pass.framebuffer_;
  begin.renderArea = {{0, 0}, pass.layer_.extent};
  begin.clearValueCount = 1;
  begin.pClearValues = &nothing;
  vkCmdBeginRenderPass(commands, &begin, VK_SUBPASS_CONTENTS_INLINE);
  ImGui_ImplVulkan_RenderDrawData(pass.panels_, commands);
  vkCmdEndRenderPass(commands);
}

}  // namespace tonus::overlay
