#pragma once
// Every back end there is, in the order in which one would want them.

#include <memory>
#include <span>
#include <string_view>

#include <xr/headset/headset.hpp>

namespace tonus::xr {

struct Backend {
  std::string_view name;  ///< as in `--display NAME`
  /// Whether create() has a chance now. May take some milliseconds. Thread: main.
  bool (*is_available)();
  Result<std::unique_ptr<Headset>, XrError> (*create)(const HeadsetDefinition& definition);
};

[[nodiscard]] std::span<const Backend> headset_backends();
/// By name; null when there is none such.
[[nodiscard]] const Backend* find_backend(std::string_view name);
/// The first that is available, apart from one that has just been lost; the last one always is.
[[nodiscard]] const Backend& preferred_backend(std::string_view lost = {});

}  // namespace tonus::xr
