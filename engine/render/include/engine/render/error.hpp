#pragma once
// Why there is no picture.

#include <cstdint>
#include <string>

namespace tonus::render {

enum class RenderErrorCode : std::uint8_t {
  NoDevice,           ///< no Vulkan driver or no device of it works at all
  MissingFeature,     ///< devices were found, but none has what we need; the message names what is missing
  NoValidationLayer,  ///< validation was asked for and is not installed
  BadDefinition,      ///< a value of the definition or of a call is out of its range
  OutOfMemory,
  SurfaceFailed,  ///< the window gave no surface, or lost it for good
  DeviceLost,     ///< the driver or the device died; create a new Renderer
  FileNotWritten,
};

/// `message` is one line for a person, with the remedy where there is one.
struct RenderError {
  RenderErrorCode code = RenderErrorCode::NoDevice;
  std::string message;
};

}  // namespace tonus::render
