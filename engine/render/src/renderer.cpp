#include <engine/render/renderer.hpp>

#include <cstring>
#include <utility>

#include <engine/core/contract.hpp>

#include "backdrop.hpp"
#include "renderer_impl.hpp"

namespace tonus::render {
namespace {

Result<void, RenderError> check(const RendererDefinition& definition) {
  const auto bad = [](const char* what) { return fail(RenderError{RenderErrorCode::BadDefinition, what}); };
  if (definition.view_count < 1 || definition.view_count > kMaxViews) return bad("view_count must be 1 or 2");
  if (definition.samples != 1 && definition.samples != 4) return bad("samples must be 1 or 4");
  if (definition.extent.width > 16384 || definition.extent.height > 16384) return bad("extent must be at most 16384");
  if (definition.window != nullptr && !definition.window->create) return bad("the window has no way to make a surface");
  if (const auto* maker = definition.maker;
      maker != nullptr && (!maker->create_instance || !maker->pick_physical || !maker->create_device))
    return bad("the maker of the device lacks one of its three ways");
  return {};
}

}  // namespace

Renderer::Renderer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Renderer::~Renderer() = default;

Renderer::Impl::~Impl() {
  // Nothing can be done about a device that dies while we leave.
  if (device.device != VK_NULL_HANDLE) static_cast<void>(vkDeviceWaitIdle(device.device));
}

Result<std::unique_ptr<Renderer>, RenderError> Renderer::create(const RendererDefinition& definition) {
  RENDER_TRY(check(definition));
  auto impl = std::make_unique<Impl>();
  impl->definition = definition;
  impl->wanted = definition.extent;
  RENDER_TRY(impl->device.open(definition));
  RENDER_TRY(impl->start());
  // Were lent for create() alone.
  impl->definition.window = nullptr;
  impl->definition.maker = nullptr;
  return std::unique_ptr<Renderer>{new Renderer{std::move(impl)}};
}

Result<void, RenderError> Renderer::Impl::start() {
  auto made = create_pipelines(device);
  if (!made) return fail(std::move(made).error());
  pipelines = std::move(*made);
  // A headset's renderer hardly ever draws a picture of its own, and learns the format of lent ones later.
  if (definition.maker == nullptr) {
    auto passes = create_passes(device, definition, pipelines, own_output(definition));
    if (!passes) return fail(std::move(passes).error());
    own_passes = std::move(*passes);
  }
  VkCommandPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool.flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT;
  pool.queueFamilyIndex = device.queue_family;
  VK_CHECK(vkCreateCommandPool(device.device, &pool, nullptr, once_pool.renew(device.device)));
  RENDER_TRY(upload_meshes());
  RENDER_TRY(create_shadow_map());
  RENDER_TRY(create_descriptors());
  RENDER_TRY(create_slots());
  if (device.surface != VK_NULL_HANDLE) swapchain.emplace(device);
  return {};
}

Result<void, RenderError> Renderer::Impl::upload_meshes() {
  // Drawn plainly by a processor, what is round shows few pixels of each corner's work.
  const bool is_plain = device.is_cpu && definition.samples == 1 && !definition.shadows && !definition.post;
  auto library = make_meshes(is_plain ? Detail::Coarse : Detail::Full);
  meshes = library.ranges;
  sky = add_sky(library);
  ground = add_ground(library);
  const auto upload = [&](Buffer& buffer, VkBufferUsageFlags usage, const auto& items) -> Result<void, RenderError> {
    const auto bytes = std::as_bytes(std::span{items});
    auto made = create_buffer(device, bytes.size(), usage, BufferHome::Upload);
    if (!made) return fail(std::move(made).error());
    buffer = std::move(*made);
    std::memcpy(buffer.mapped, bytes.data(), bytes.size());
    return {};
  };
  RENDER_TRY(upload(vertices, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT, library.vertices));
  return upload(indices, VK_BUFFER_USAGE_INDEX_BUFFER_BIT, library.indices);
}

Result<void, RenderError> Renderer::Impl::create_shadow_map() {
  shadow_size = definition.shadows ? (device.is_cpu ? 1024U : 2048U) : 1U;
  auto made = create_image(device, {.format = kDepthFormat,
                                    .extent = {shadow_size, shadow_size},
                                    .usage = VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT,
                                    .aspect = VK_IMAGE_ASPECT_DEPTH_BIT});
  if (!made) return fail(std::move(made).error());
  shadow_map = std::move(*made);
  // Bound even when shadows are off, so it must lie in the layout that the shaders are told of.
  return run_once([&](VkCommandBuffer commands) {
    transition(commands, {shadow_map.image.get(), {}, kSampled, VK_IMAGE_ASPECT_DEPTH_BIT});
  });
}

Result<void, RenderError> Renderer::Impl::create_descriptors() {
  constexpr auto kFrames = static_cast<std::uint32_t>(kFramesInFlight);
  constexpr auto kPictures = static_cast<std::uint32_t>(kReadsCount);
  constexpr std::array<VkDescriptorPoolSize, 2> kSizes{
      {{VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, kFrames},
       {VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, kFrames + 2 * kPictures}}};
  VkDescriptorPoolCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
  info.maxSets = kFrames + kPictures;
  info.poolSizeCount = static_cast<std::uint32_t>(kSizes.size());
  info.pPoolSizes = kSizes.data();
  VK_CHECK(vkCreateDescriptorPool(device.device, &info, nullptr, descriptor_pool.renew(device.device)));

  std::array<VkDescriptorSetLayout, kFramesInFlight + kReadsCount> layouts{};
  layouts.fill(pipelines.picture_set.get());
  for (std::size_t i = 0; i < kFramesInFlight; ++i) layouts[i] = pipelines.frame_set.get();
  std::array<VkDescriptorSet, kFramesInFlight + kReadsCount> sets{};
  VkDescriptorSetAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
  allocate.descriptorPool = descriptor_pool.get();
  allocate.descriptorSetCount = static_cast<std::uint32_t>(sets.size());
  allocate.pSetLayouts = layouts.data();
  VK_CHECK(vkAllocateDescriptorSets(device.device, &allocate, sets.data()));
  for (std::size_t i = 0; i < kFramesInFlight; ++i) slots[i].set = sets[i];
  for (std::size_t i = 0; i < kReadsCount; ++i) reads[i] = sets[kFramesInFlight + i];
  return {};
}

Result<void, RenderError> Renderer::Impl::create_slots() {
  VkSemaphoreTypeCreateInfo counting{};
  counting.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO;
  counting.semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE;
  VkSemaphoreCreateInfo semaphore{};
  semaphore.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO;
  semaphore.pNext = &counting;
  VK_CHECK(vkCreateSemaphore(device.device, &semaphore, nullptr, timeline.renew(device.device)));
  semaphore.pNext = nullptr;

  for (auto& slot : panel_slots) RENDER_TRY(create_commands(slot));
  for (auto& slot : mirror.slots) RENDER_TRY(create_commands(slot));
  for (auto& ready : mirror.image_ready)
    VK_CHECK(vkCreateSemaphore(device.device, &semaphore, nullptr, ready.renew(device.device)));
  for (auto& slot : slots) {
    RENDER_TRY(create_commands(slot.work));
    VK_CHECK(vkCreateSemaphore(device.device, &semaphore, nullptr, slot.image_ready.renew(device.device)));

    auto uniforms = create_buffer(device, sizeof(FrameBlock), VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT, BufferHome::Upload);
    if (!uniforms) return fail(std::move(uniforms).error());
    slot.uniforms = std::move(*uniforms);
    auto instances = create_buffer(device, sizeof(GpuInstance) * kMaxInstances, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT,
                                   BufferHome::Upload);
    if (!instances) return fail(std::move(instances).error());
    slot.instances = std::move(*instances);

    const VkDescriptorBufferInfo block{slot.uniforms.buffer.get(), 0, VK_WHOLE_SIZE};
    const VkDescriptorImageInfo shadow{pipelines.compare.get(), shadow_map.view.get(), kSampled.layout};
    std::array<VkWriteDescriptorSet, 2> writes{};
    writes[0].sType = writes[1].sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
    writes[0].dstSet = writes[1].dstSet = slot.set;
    writes[0].descriptorCount = writes[1].descriptorCount = 1;
    writes[0].descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
    writes[0].pBufferInfo = &block;
    writes[1].dstBinding = 1;
    writes[1].descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
    writes[1].pImageInfo = &shadow;
    vkUpdateDescriptorSets(device.device, static_cast<std::uint32_t>(writes.size()), writes.data(), 0, nullptr);
  }
  return {};
}

Result<void, RenderError> Renderer::Impl::create_commands(CommandSlot& slot) {
  VkCommandPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool.queueFamilyIndex = device.queue_family;
  VK_CHECK(vkCreateCommandPool(device.device, &pool, nullptr, slot.pool.renew(device.device)));
  VkCommandBufferAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  allocate.commandPool = slot.pool.get();
  allocate.commandBufferCount = 1;
  VK_CHECK(vkAllocateCommandBuffers(device.device, &allocate, &slot.commands));
  return {};
}

void Renderer::Impl::write_reads(Reads which, VkImageView first, VkImageView second) {
  const std::array<VkDescriptorImageInfo, 2> images{
      {{pipelines.smooth.get(), first, kSampled.layout}, {pipelines.smooth.get(), second, kSampled.layout}}};
  VkWriteDescriptorSet write{};
  write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
  write.dstSet = reads[static_cast<std::size_t>(which)];
  write.descriptorCount = static_cast<std::uint32_t>(images.size());  // runs on into binding 1
  write.descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
  write.pImageInfo = images.data();
  vkUpdateDescriptorSets(device.device, 1, &write, 0, nullptr);
}

Result<void, RenderError> Renderer::Impl::read_panels(Reads which, const OverlayLayer& overlay,
                                                      std::uint64_t& generation) {
  if (overlay.generation == generation) return {};
  VK_CHECK(vkDeviceWaitIdle(device.device));
  write_reads(which, overlay.view, overlay.view);
  generation = overlay.generation;
  return {};
}

Result<void, RenderError> Renderer::Impl::settle(VkExtent2D extent, Output output, bool with_picture, Passes& passes) {
  const bool fits = extent.width == targets.extent.width && extent.height == targets.extent.height &&
                    output == targets.output && with_picture == (targets.picture.image.get() != VK_NULL_HANDLE);
  const bool has_passes = !passes.views.empty() && passes.output == output;
  if (fits && has_passes) return {};
  VK_CHECK(vkDeviceWaitIdle(device.device));
  if (!has_passes) {
    auto made = create_passes(device, definition, pipelines, output);
    if (!made) return fail(std::move(made).error());
    passes = std::move(*made);
  }
  if (fits) return {};
  targets = {};  // first give back: two sets at once may not fit
  has_picture = false;
  auto made = create_targets(device, definition, extent, output, with_picture);
  if (!made) return fail(std::move(made).error());
  targets = std::move(*made);
  if (definition.post) {
    write_reads(Reads::BloomGather, targets.light.view.get(), targets.light.view.get());
    write_reads(Reads::BloomAcross, targets.bloom_a.view.get(), targets.bloom_a.view.get());
    write_reads(Reads::BloomDown, targets.bloom_b.view.get(), targets.bloom_b.view.get());
    write_reads(Reads::ToneMap, targets.light.view.get(), targets.bloom_a.view.get());
  }
  return {};
}

Result<bool, RenderError> Renderer::Impl::settle_size() {
  if (wanted.is_empty()) return false;
  VkExtent2D extent{wanted.width, wanted.height};
  if (swapchain) {
    swapchain->wish({.is_linear = false, .never_waits = false});
    if (swapchain->needs_renewal()) {
      VK_CHECK(vkDeviceWaitIdle(device.device));
      mirror.copied.reset();
      const auto has_area = swapchain->renew(wanted);
      if (!has_area) return fail(has_area.error());
      if (!*has_area) return false;
    }
    extent = swapchain->extent();
  }
  RENDER_TRY(settle(extent, own_output(definition), true, own_passes));
  return true;
}

void Renderer::resize(Extent extent) {
  if (extent == impl_->wanted) return;
  impl_->wanted = extent;
  if (impl_->swapchain) impl_->swapchain->ask_for_renewal();
}

Extent Renderer::extent() const {
  const auto& targets = impl_->targets;
  const bool is_own = targets.picture.image.get() != VK_NULL_HANDLE;
  return impl_->wanted.is_empty() || !is_own ? impl_->wanted : Extent{targets.extent.width, targets.extent.height};
}

Result<DrawOutcome, RenderError> Renderer::draw(const SceneFrame& frame, float alpha, std::span<const View> views,
                                                const OverlayLayer* overlay) {
  auto& self = *impl_;
  if (views.size() != self.definition.view_count)
    return fail(RenderError{RenderErrorCode::BadDefinition, "draw() needs as many views as view_count said"});
  const auto has_area = self.settle_size();
  if (!has_area) return fail(has_area.error());
  if (!*has_area) return DrawOutcome::Skipped;

  auto& slot = self.slots[self.frame_number % kFramesInFlight];
  RENDER_TRY(self.begin(slot.work));
  if (overlay != nullptr) RENDER_TRY(self.read_panels(Reads::Overlay, *overlay, self.overlay_generation));
  std::optional<std::uint32_t> window_image;
  WindowSync window;
  if (self.swapchain) {
    const auto acquired = self.swapchain->acquire(slot.image_ready.get());
    if (!acquired) return fail(acquired.error());
    if (!*acquired) return DrawOutcome::Skipped;
    window_image = **acquired;
    window = {slot.image_ready.get(), self.swapchain->drawn(*window_image)};
  }

  VkCommandBuffer commands = slot.work.commands;
  const auto& picture = self.targets.picture;
  if (overlay != nullptr) overlay->record(overlay->context, commands);
  self.record_frame(slot, frame, alpha, views,
                    {.passes = &self.own_passes,
                     .image = picture.image.get(),
                     .view = self.definition.post ? picture.view.get() : picture.srgb_view.get(),
                     .last_use = kCopySource,
                     .extent = self.targets.extent,
                     .is_eased = frame.vignette > 0.0F || frame.passthrough > 0.0F});
  if (overlay != nullptr) self.record_overlay(commands, *overlay);
  transition(commands, {picture.image.get(), kColorTarget, kCopySource});
  if (window_image) self.record_window(commands, *window_image);
  RENDER_TRY(self.end_and_submit(slot.work, window));
  ++self.frame_number;
  self.has_picture = true;
  if (window_image) RENDER_TRY(self.swapchain->present(*window_image));
  return DrawOutcome::Drawn;
}

Result<Image, RenderError> Renderer::read_back(std::uint32_t view) {
  auto& self = *impl_;
  if (!self.has_picture || view >= self.definition.view_count)
    return fail(RenderError{RenderErrorCode::BadDefinition, "there is no such picture to read back yet"});
  const auto& extent = self.targets.extent;
  const VkDeviceSize size = VkDeviceSize{extent.width} * extent.height * 4;
  if (self.read_back_buffer.size != size) {
    auto made = create_buffer(self.device, size, VK_BUFFER_USAGE_TRANSFER_DST_BIT, BufferHome::ReadBack);
    if (!made) return fail(std::move(made).error());
    self.read_back_buffer = std::move(*made);
  }
  RENDER_TRY(self.run_once([&](VkCommandBuffer commands) {
    VkBufferImageCopy copy{};
    copy.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, view, 1};
    copy.imageExtent = {extent.width, extent.height, 1};
    vkCmdCopyImageToBuffer(commands, self.targets.picture.image.get(), kCopySource.layout,
                           self.read_back_buffer.buffer.get(), 1, &copy);
    VkMemoryBarrier2 to_host{};
    to_host.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2;
    to_host.srcStageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
    to_host.srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
    to_host.dstStageMask = VK_PIPELINE_STAGE_2_HOST_BIT;
    to_host.dstAccessMask = VK_ACCESS_2_HOST_READ_BIT;
    VkDependencyInfo dependency{};
    dependency.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO;
    dependency.memoryBarrierCount = 1;
    dependency.pMemoryBarriers = &to_host;
    vkCmdPipelineBarrier2(commands, &dependency);
  }));
  Image image{extent.width, extent.height, {}};
  image.rgba.resize(size);
  std::memcpy(image.rgba.data(), self.read_back_buffer.mapped, size);
  return image;
}

const std::string& Renderer::device_name() const { return impl_->device.name; }
bool Renderer::is_cpu_device() const { return impl_->device.is_cpu; }
std::vector<std::string> Renderer::validation_messages() const { return impl_->device.log.messages(); }

}  // namespace tonus::render
