#pragma once
// What a Renderer is made of. Members lie in the order of their making and die in the reverse one.

#include <array>
#include <optional>

#include <engine/render/native.hpp>
#include <engine/render/renderer.hpp>

#include "instances.hpp"
#include "pipelines.hpp"
#include "swapchain.hpp"
#include "targets.hpp"

namespace tonus::render {

inline constexpr std::size_t kFramesInFlight = 2;

/// What one frame in flight owns, so that the next one can be prepared meanwhile.
struct FrameSlot {
  OwnedCommandPool pool;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  Buffer uniforms;
  Buffer instances;
  VkDescriptorSet set = VK_NULL_HANDLE;
  OwnedSemaphore image_ready;
};

/// Which two pictures a full-screen pass reads.
enum class Reads : std::uint8_t { BloomGather, BloomAcross, BloomDown, ToneMap, Overlay, Count };
inline constexpr std::size_t kReadsCount = static_cast<std::size_t>(Reads::Count);

struct Renderer::Impl {
  RendererDefinition definition;
  Device device;
  Pipelines pipelines;
  Buffer vertices, indices;
  std::array<MeshRange, kMeshCount> meshes{};
  MeshRange sky, ground;
  std::uint32_t shadow_size = 0;
  LayeredImage shadow_map;
  OwnedDescriptorPool descriptor_pool;
  std::array<VkDescriptorSet, kReadsCount> reads{};
  OwnedSemaphore timeline;  ///< reaches n when frame n is done
  std::array<FrameSlot, kFramesInFlight> slots;
  OwnedCommandPool once_pool;
  Targets targets;
  std::optional<Swapchain> swapchain;
  Buffer read_back_buffer;

  Extent wanted;
  std::uint64_t frame_number = 0;
  std::uint64_t overlay_generation = 0;
  bool has_picture = false;

  ~Impl();
  [[nodiscard]] Result<void, RenderError> start();
  /// Brings window and targets to the wanted size; false while there is nothing to draw on.
  [[nodiscard]] Result<bool, RenderError> settle_size();
  [[nodiscard]] Result<void, RenderError> record(FrameSlot& slot, const DrawList& draws, const OverlayLayer* overlay,
                                                 std::optional<std::uint32_t> window_image);
  [[nodiscard]] Result<void, RenderError> submit(FrameSlot& slot, std::optional<std::uint32_t> window_image);
  void read_overlay_from(const OverlayLayer& overlay);

  /// Records with `fill`, runs it and waits. For set-up and read-back.
  template <class Fill>
  [[nodiscard]] Result<void, RenderError> run_once(Fill&& fill);

 private:
  [[nodiscard]] Result<void, RenderError> upload_meshes();
  [[nodiscard]] Result<void, RenderError> create_shadow_map();
  [[nodiscard]] Result<void, RenderError> create_descriptors();
  [[nodiscard]] Result<void, RenderError> create_slots();
  [[nodiscard]] Result<void, RenderError> renew_targets(Extent extent);
  void write_reads(Reads which, VkImageView first, VkImageView second);

  void record_shadows(VkCommandBuffer commands, const DrawList& draws);
  void record_world(VkCommandBuffer commands, const DrawList& draws);
  void record_post(VkCommandBuffer commands);
  void record_overlay(VkCommandBuffer commands, const OverlayLayer& overlay);
  void record_window(VkCommandBuffer commands, std::uint32_t window_image);
  /// Which of a mesh's instances: from `begin` up to `end`, counted from its first.
  void draw_meshes(VkCommandBuffer commands, const DrawList& draws, std::uint32_t MeshDraws::*begin,
                   std::uint32_t MeshDraws::*end);
  void full_screen_pass(VkCommandBuffer commands, OwnedPipeline ViewPipelines::*pipeline, Reads which,
                        const LayeredImage& target, VkExtent2D extent);
};

template <class Fill>
Result<void, RenderError> Renderer::Impl::run_once(Fill&& fill) {
  VK_CHECK(vkDeviceWaitIdle(device.device));
  VK_CHECK(vkResetCommandPool(device.device, once_pool.get(), 0));
  VkCommandBufferAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  allocate.commandPool = once_pool.get();
  allocate.commandBufferCount = 1;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  VK_CHECK(vkAllocateCommandBuffers(device.device, &allocate, &commands));
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  VkResult result = vkBeginCommandBuffer(commands, &begin);
  if (result == VK_SUCCESS) {
    fill(commands);
    result = vkEndCommandBuffer(commands);
  }
  if (result == VK_SUCCESS) {
    VkCommandBufferSubmitInfo buffer{};
    buffer.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO;
    buffer.commandBuffer = commands;
    VkSubmitInfo2 submission{};
    submission.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2;
    submission.commandBufferInfoCount = 1;
    submission.pCommandBufferInfos = &buffer;
    result = vkQueueSubmit2(device.queue, 1, &submission, VK_NULL_HANDLE);
  }
  if (result == VK_SUCCESS) result = vkQueueWaitIdle(device.queue);
  vkFreeCommandBuffers(device.device, once_pool.get(), 1, &commands);
  VK_CHECK(result);
  return {};
}

}  // namespace tonus::render
