#pragma once
// What a Renderer is made of. Members lie in the order of their making and die in the reverse one.

#include <array>
#include <optional>

#include <engine/render/native.hpp>
#include <engine/render/renderer.hpp>

#include "instances.hpp"
#include "lent.hpp"
#include "pipelines.hpp"
#include "swapchain.hpp"
#include "targets.hpp"

namespace tonus::render {

inline constexpr std::size_t kFramesInFlight = 2;

/// One submission in flight, so that the next one can be prepared meanwhile.
struct CommandSlot {
  OwnedCommandPool pool;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  std::uint64_t done = 0;  ///< the timeline reaches it when the device is through with this slot
};
/// A frame's.
struct FrameSlot {
  CommandSlot work;
  Buffer uniforms;
  Buffer instances;
  VkDescriptorSet set = VK_NULL_HANDLE;
  OwnedSemaphore image_ready;
};

/// Which two pictures a full-screen pass reads.
enum class Reads : std::uint8_t { BloomGather, BloomAcross, BloomDown, ToneMap, Overlay, Panel, Count };
inline constexpr std::size_t kReadsCount = static_cast<std::size_t>(Reads::Count);

/// What a frame is drawn onto.
struct Canvas {
  Passes* passes = nullptr;
  VkImage image = VK_NULL_HANDLE;
  VkImageView view = VK_NULL_HANDLE;  ///< in the format of the passes' output
  VkImage depth = VK_NULL_HANDLE;     ///< lent as well, or null
  VkImageView depth_view = VK_NULL_HANDLE;
  ImageUse last_use;    ///< what is in it is not wanted
  VkExtent2D extent{};  ///< of the part that is drawn
  BlendMode mode = BlendMode::Opaque;
  bool is_eased = false;  ///< the world fades or the edge of sight is dark
};

/// Panels that go into a picture of their own.
struct PanelCopy {
  VkImage image = VK_NULL_HANDLE;
  VkImageView view = VK_NULL_HANDLE;
  VkExtent2D extent{};  ///< of the part that is drawn
  VkExtent2D panels{};  ///< of the panels' own texture
  VkRect2D content{};   ///< the part of it that is not empty
  PanelConstants constants;
};

/// What the device waits for before the window's image is written, and tells when it is; null where there is none.
struct WindowSync {
  VkSemaphore ready = VK_NULL_HANDLE, drawn = VK_NULL_HANDLE;
};

struct Mirror {
  std::array<CommandSlot, kFramesInFlight> slots;
  std::array<OwnedSemaphore, kFramesInFlight> image_ready;
  std::size_t next = 0, last = 0;       ///< of the slots
  std::optional<std::uint32_t> copied;  ///< the window's image that waits for present_mirror()
  OwnedPipeline board;                  ///< panels over what is copied
  Output board_output;
};
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
  OwnedSemaphore timeline;  ///< reaches n when the nth submission is done
  std::array<FrameSlot, kFramesInFlight> slots;
  OwnedCommandPool once_pool;
  Targets targets;
  Passes own_passes, lent_passes;
  std::array<std::vector<Vertex>, kMaxViews> hidden;  ///< tangents, and in z the view
  Buffer hidden_vertices;
  std::uint32_t hidden_count = 0;
  LentViews lent_views;
  std::array<CommandSlot, kFramesInFlight> panel_slots;
  OwnedPipeline panel_pipeline;
  Output panel_output;
  std::optional<Swapchain> swapchain;
  Mirror mirror;
  Buffer read_back_buffer;

  Extent wanted;
  std::uint64_t submitted = 0;
  std::uint64_t frame_number = 0, panel_number = 0;
  std::uint64_t overlay_generation = 0, panel_generation = 0;
  std::array<View, kMaxViews> lent_from{};  ///< what the last lent picture was seen from
  bool has_picture = false;

  ~Impl();
  [[nodiscard]] Result<void, RenderError> start();
  /// Brings window and targets to the wanted size; false while there is nothing to draw on.
  [[nodiscard]] Result<bool, RenderError> settle_size();
  /// Targets and pipelines for what is drawn next. Waits for the device when they are other ones than before.
  [[nodiscard]] Result<void, RenderError> settle(VkExtent2D extent, Output output, bool with_picture, Passes& passes);
  /// Has `which` read panels from here. Waits for the device when it is another texture than before.
  [[nodiscard]] Result<void, RenderError> read_panels(Reads which, const OverlayLayer& overlay,
                                                      std::uint64_t& generation);

  /// Whether the device is through with what the slot submitted last.
  [[nodiscard]] Result<bool, RenderError> is_done(const CommandSlot& slot) const;
  /// Waits until it is, and starts anew.
  [[nodiscard]] Result<void, RenderError> begin(CommandSlot& slot);
  [[nodiscard]] Result<void, RenderError> end_and_submit(CommandSlot& slot, const WindowSync& window = {});

  /// Fills the slot's buffers and its commands; the canvas is left as kColorTarget.
  void record_frame(FrameSlot& slot, const SceneFrame& frame, float alpha, std::span<const View> views,
                    const Canvas& canvas);
  /// Over the renderer's own picture.
  void record_overlay(VkCommandBuffer commands, const OverlayLayer& overlay);
  void record_window(VkCommandBuffer commands, std::uint32_t window_image);
  void record_panel(VkCommandBuffer commands, const PanelCopy& copy);
  /// Over a picture that is otherwise finished, and is left as kColorTarget.
  void record_board(VkCommandBuffer commands, const Canvas& canvas, const PanelConstants& constants);
  /// Over the window's image that the part `copied` of a picture of `picture` pixels was copied to.
  void record_mirrored_board(VkCommandBuffer commands, std::uint32_t window_image, VkRect2D copied, VkExtent2D picture,
                             const PanelConstants& constants);

  [[nodiscard]] Result<DrawOutcome, RenderError> copy_to_mirror(const LentPicture& picture, std::uint32_t view,
                                                                const PanelConstants* panels);
  /// A headset goes on without its mirror; a device that is lost is handed on.
  [[nodiscard]] Result<DrawOutcome, RenderError> give_up_mirror(RenderError error);

  /// Records with `fill`, runs it and waits. For set-up and read-back.
  template <class Fill>
  [[nodiscard]] Result<void, RenderError> run_once(Fill&& fill);

 private:
  [[nodiscard]] Result<void, RenderError> upload_meshes();
  [[nodiscard]] Result<void, RenderError> create_shadow_map();
  [[nodiscard]] Result<void, RenderError> create_descriptors();
  [[nodiscard]] Result<void, RenderError> create_slots();
  [[nodiscard]] Result<void, RenderError> create_commands(CommandSlot& slot);
  void write_reads(Reads which, VkImageView first, VkImageView second);

  /// Processor-drawn devices compile a pipeline when it is drawn with, which takes longer than a frame may.
  void warm_up(VkCommandBuffer commands, const DrawList& draws, Canvas canvas);
  void record_shadows(VkCommandBuffer commands, const DrawList& draws);
  void record_world(VkCommandBuffer commands, const DrawList& draws, const Canvas& canvas);
  void record_post(VkCommandBuffer commands, const Canvas& canvas);
  /// Which of a mesh's instances: from `begin` up to `end`, counted from its first.
  void draw_meshes(VkCommandBuffer commands, const DrawList& draws, std::uint32_t MeshDraws::*begin,
                   std::uint32_t MeshDraws::*end);
  void draw_board(VkCommandBuffer commands, const OwnedPipeline& pipeline, const PanelConstants& constants);
  void full_screen_pass(VkCommandBuffer commands, const Passes& passes, OwnedPipeline ViewPipelines::*pipeline,
                        Reads which, VkImageView target, VkExtent2D extent);
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
