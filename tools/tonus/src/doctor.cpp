#include <filesystem>

#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/render/renderer.hpp>
#include <scenarios/journal/preferences.hpp>
#include <sensors/bluez/central.hpp>
#include <xr/desktop/desktop.hpp>
#include <xr/openxr/openxr.hpp>

#include "commands.hpp"

namespace tonus::tool {
namespace {

namespace fs = std::filesystem;

struct Finding {
  std::string name;
  std::string state;  ///< "ok", "limited", "missing"
  std::string detail;
  std::string remedy;             ///< empty where nothing is to be done
  nlohmann::ordered_json more{};  ///< members of its own in JSON; null where there are none
};

Finding graphics() {
  const auto renderer = render::Renderer::create({.extent = {64, 64}});
  if (!renderer)
    return {"graphics", "missing", renderer.error().message,
            "install a Vulkan driver; mesa-vulkan-drivers draws on the processor"};
  if ((*renderer)->is_cpu_device()) {
    return {"graphics", "limited", (*renderer)->device_name() + ", drawn by the processor",
            "a graphics card with a Vulkan 1.3 driver is faster"};
  }
  return {"graphics", "ok", (*renderer)->device_name(), ""};
}

Finding window() {
  if (xr::desktop::has_display()) return {"window", "ok", "a window can be opened", ""};
  return {"window", "missing", "no display", "log in to a desktop, or play with --display headless"};
}

Finding headset() {
  const auto report = xr::openxr::probe();
  if (!report) {
    using Code = xr::XrErrorCode;
    // There is something, but it cannot be played on.
    const bool is_there = report.error().code == Code::NoHeadset || report.error().code == Code::Unsuitable;
    const auto colon = report.error().message.find(": ");
    const std::string& message = report.error().message;
    return {"headset", is_there ? "limited" : "missing", message.substr(0, colon),
            colon == std::string::npos ? "use a window" : message.substr(colon + 2)};
  }
  const std::vector<float> rates = xr::openxr::refresh_rates();
  const std::string hz = rates.empty() ? "" : fmt::format(", {:.0f} Hz", fmt::join(rates, ", "));
  Finding finding{
      "headset", "ok",
      fmt::format("{} with {}: {} x {} an eye{}, blends {}{}{}{}; has {}", report->runtime, report->headset,
                  report->recommended.width, report->recommended.height, hz, fmt::join(report->blends, ", "),
                  report->has_passthrough ? ", shows the surroundings by passthrough" : "",
                  report->has_room ? ", tells of its room" : "", report->has_hand_tracking ? ", tracks bare hands" : "",
                  fmt::join(report->has, ", ")),
      ""};
  finding.more = {{"runtime", report->runtime},
                  {"system", report->headset},
                  {"recommended", {report->recommended.width, report->recommended.height}},
                  {"refresh_rates_hz", rates},
                  {"blends", report->blends},
                  {"passthrough", report->has_passthrough},
                  {"room_planes", report->has_room},
                  {"hand_tracking", report->has_hand_tracking},
                  {"extensions", report->has},
                  {"missing_extensions", report->lacks}};
  return finding;
}

Finding bluetooth() {
  const auto report = sensors::bluez::probe_adapter();
  const bool is_ready = report.state == sensors::bluez::AdapterState::Ready;
  return {"bluetooth", is_ready ? "ok" : "missing", report.detail, report.remedy};
}

Finding storage() {
  const fs::path folder = journal::sessions_folder();
  if (folder.empty())
    return {"storage", "missing", "no data folder is known", "set HOME or XDG_DATA_HOME, or use --out DIR"};
  // The nearest folder that exists decides whether ours can be made.
  fs::path nearest = folder;
  std::error_code problem;
  while (!nearest.empty() && nearest != nearest.root_path() && !fs::exists(nearest, problem))
    nearest = nearest.parent_path();
  if (access(nearest.c_str(), W_OK | X_OK) != 0) {
    return {"storage", "missing", folder.string() + " cannot be written",
            "change its owner or rights, or use --out DIR"};
  }
  const auto preferences = journal::load_preferences(journal::preferences_path());
  if (!preferences) return {"storage", "limited", preferences.error().message, "mend or remove that file"};
  if (!preferences->keep_sessions)
    return {"storage", "ok", folder.string() + "; sessions are not kept until you say so", ""};
  return {
      "storage", "ok",
      folder.string() + (*preferences->keep_sessions ? "; sessions are kept" : "; sessions are not kept, as you asked"),
      ""};
}

}  // namespace

int doctor(bool json) {
  const Finding findings[] = {graphics(), window(), headset(), bluetooth(), storage()};
  auto document = nlohmann::ordered_json::array();
  for (const Finding& f : findings) {
    if (json) {
      nlohmann::ordered_json check{
          {"name", f.name},
          {"state", f.state},
          {"detail", f.detail},
          {"remedy", f.remedy.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(f.remedy)}};
      if (f.more.is_object()) check.update(f.more);
      document.push_back(std::move(check));
    } else {
      fmt::print("{:<10} {:<8} {}\n", f.name, f.state, f.detail);
      if (!f.remedy.empty()) fmt::print("{:<10} {:<8} → {}\n", "", "", f.remedy);
    }
  }
  if (json) fmt::print("{}\n", nlohmann::ordered_json{{"checks", document}}.dump(2));
  return findings[0].state == "missing" ? kFailed : kDone;
}

}  // namespace tonus::tool
