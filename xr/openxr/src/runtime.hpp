#pragma once
// An instance of a runtime and the headset it has.

#include <memory>
#include <string>
#include <vector>

#include <xr/openxr/openxr.hpp>

#include "api.hpp"

namespace tonus::xr::openxr {

class Runtime {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Runtime>, XrError> create(const std::string& application);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  [[nodiscard]] const Api& api() const { return api_; }
  [[nodiscard]] XrInstance instance() const { return instance_; }
  [[nodiscard]] XrSystemId system() const { return system_; }
  [[nodiscard]] bool has(std::string_view extension) const;
  [[nodiscard]] bool tracks_hands() const { return report_.has_hand_tracking; }
  /// What the environment may be blended by, the runtime's favourite first; never empty.
  [[nodiscard]] const std::vector<XrEnvironmentBlendMode>& blends() const { return blends_; }
  [[nodiscard]] const XrViewConfigurationView& view() const { return view_; }
  [[nodiscard]] const RuntimeReport& report() const { return report_; }

 private:
  Runtime() = default;
  [[nodiscard]] Result<void, XrError> open(const std::string& application);
  [[nodiscard]] Result<void, XrError> find_headset();
  [[nodiscard]] bool supports_passthrough() const;
  [[nodiscard]] bool supports_room() const;

  Api api_;
  XrInstance instance_ = XR_NULL_HANDLE;
  XrSystemId system_ = XR_NULL_SYSTEM_ID;
  std::vector<std::string> enabled_;
  std::vector<XrEnvironmentBlendMode> blends_;
  XrViewConfigurationView view_{XR_TYPE_VIEW_CONFIGURATION_VIEW};
  RuntimeReport report_;
};

inline constexpr XrViewConfigurationType kViews = XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO;

}  // namespace tonus::xr::openxr
