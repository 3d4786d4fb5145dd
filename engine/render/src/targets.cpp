#include "targets.hpp"

#include <algorithm>

namespace tonus::render {

Output own_output(const RendererDefinition& definition) {
  return definition.post ? Output{kPictureFormat, true} : Output{kPictureSrgbFormat, false};
}

VkExtent2D bloom_extent(VkExtent2D picture) {
  return {std::max(picture.width / kBloomDivisor, 1U), std::max(picture.height / kBloomDivisor, 1U)};
}

Result<Targets, RenderError> create_targets(const Device& device, const RendererDefinition& definition,
                                            VkExtent2D extent, Output output, bool with_picture) {
  Targets targets;
  targets.extent = extent;
  targets.output = output;
  const auto samples = static_cast<VkSampleCountFlagBits>(definition.samples);
  Result<void, RenderError> outcome;
  const auto make = [&](LayeredImage& image, ImageDefinition wanted) {
    if (!outcome) return;
    wanted.layers = definition.view_count;
    auto made = create_image(device, wanted);
    if (made)
      image = std::move(*made);
    else
      outcome = fail(std::move(made).error());
  };

  const VkImageUsageFlags passing = VK_IMAGE_USAGE_TRANSIENT_ATTACHMENT_BIT;
  make(targets.depth, {.format = kDepthFormat,
                       .extent = targets.extent,
                       .samples = samples,
                       .usage = VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT | passing,
                       .aspect = VK_IMAGE_ASPECT_DEPTH_BIT});
  if (definition.samples > 1)
    make(targets.samples, {.format = definition.post ? kLightFormat : output.format,
                           .extent = targets.extent,
                           .samples = samples,
                           .usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | passing});
  if (definition.post) {
    const VkImageUsageFlags usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT;
    make(targets.light, {.format = kLightFormat, .extent = targets.extent, .usage = usage});
    make(targets.bloom_a, {.format = kLightFormat, .extent = bloom_extent(extent), .usage = usage});
    make(targets.bloom_b, {.format = kLightFormat, .extent = bloom_extent(extent), .usage = usage});
  }
  if (with_picture)
    make(targets.picture, {.format = kPictureFormat,
                           .extent = targets.extent,
                           .usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
                           .with_srgb_view = true});
  if (!outcome) return fail(std::move(outcome).error());
  return targets;
}

}  // namespace tonus::render
