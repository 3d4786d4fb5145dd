#include <sensors/hub/factory.hpp>

#include <array>
#include <string>

#include <fmt/format.h>

#include <sensors/hub/hub.hpp>
#include <sensors/source/file.hpp>
#include <sensors/source/simulated.hpp>

#include "live.hpp"

namespace tonus::sensors {
namespace {

using Made = Result<std::unique_ptr<SensorSource>, Error>;

constexpr std::string_view kChoice = "simulated[:PERSONA], file:PATH, dircon:HOST[:PORT] or ble[:NAME or address]";

Made simulated(std::string_view persona, const SourceContext& context) {
  SimulatedDefinition definition{
      .seed = context.seed, .age_years = context.age_years, .rest = context.rest, .max = context.max};
  if (!persona.empty()) definition.persona = persona;
  return make_simulated(definition);
}

Made file(std::string_view path, const SourceContext&) {
  if (path.empty()) return fail(Error{"file: names no file, expected file:PATH"});
  return make_file_source(std::filesystem::path(path));
}

Error needs_real_time(std::string_view spec) {
  return {fmt::format(
      "{}: a live source keeps real time; it cannot play here (without a window: leave out --speed max)", spec)};
}

Made ble(std::string_view wanted, const SourceContext& context) {
  if (context.session_time == nullptr) return fail(needs_real_time("ble"));
  return make_ble_source(wanted, context.remembered, *context.session_time);
}

Made dircon(std::string_view address, const SourceContext& context) {
  if (address.empty()) return fail(Error{"dircon: names no host, expected dircon:HOST or dircon:HOST:PORT"});
  if (context.session_time == nullptr) return fail(needs_real_time("dircon"));
  return make_dircon_source(address, *context.session_time);
}

struct Kind {
  std::string_view name;
  Made (*make)(std::string_view rest, const SourceContext& context);
};
constexpr std::array kKinds{Kind{"simulated", simulated}, Kind{"file", file}, Kind{"ble", ble}, Kind{"dircon", dircon}};

}  // namespace

Made make_source(std::string_view spec, const SourceContext& context) {
  const std::size_t colon = std::min(spec.find(':'), spec.size());
  for (const Kind& kind : kKinds) {
    if (kind.name == spec.substr(0, colon)) return kind.make(spec.substr(std::min(colon + 1, spec.size())), context);
  }
  return fail(Error{fmt::format("no source is called '{}'; there is {}", spec, kChoice)});
}

Made make_sources(std::span<const std::string> specs, const SourceContext& context) {
  std::vector<SensorHub::Part> parts;
  std::size_t slots = 0;
  for (const std::string& spec : specs) {
    auto made = make_source(spec, context);
    if (!made) return made;
    const bool is_live = (*made)->info().is_live;
    if (specs.size() == 1 && !is_live) return made;
    const bool is_radio = spec == "ble" || spec.starts_with("ble:");
    parts.push_back({std::move(*made), is_radio ? kBleDevices : std::uint8_t{1}});
    slots += parts.back().slots;
  }
  if (parts.empty()) return fail(Error{fmt::format("no source was named; there is {}", kChoice)});
  if (slots > kMostDevices) {
    return fail(
        Error{fmt::format("these sources have room for {} devices, at most {} play together", slots, kMostDevices)});
  }
  return std::make_unique<SensorHub>(std::move(parts));
}

}  // namespace tonus::sensors
