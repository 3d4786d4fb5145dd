#include <scenarios/journal/paired_devices.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <engine/core/file.hpp>
#include <engine/core/letter_case.hpp>
#include <scenarios/journal/write_file.hpp>

#include "profile_json.hpp"
#include "user_folder.hpp"

namespace tonus::journal {
namespace {

constexpr int kVersion = 1;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 20;

Result<PairedDevice, Error> device_from(const Json& entry, const HandWritten& source) {
  constexpr const char* kExpected =
      "each of \"devices\" should be an object of texts \"id\", \"name\", \"transport\" (ble or dircon), \"address\"";
  PairedDevice device;
  const std::pair<const char*, std::string*> kMembers[]{
      {"id", &device.id}, {"name", &device.name}, {"transport", &device.transport}, {"address", &device.address}};
  if (!entry.is_object()) return fail(source.at_member("devices", kExpected));
  if (auto unknown = source.unknown_member(entry, {"id", "name", "transport", "address"})) return fail(*unknown);
  for (const auto& [member, to] : kMembers) {
    const auto found = entry.find(member);
    if (found == entry.end() || !found->is_string()) return fail(source.at_member("devices", kExpected));
    *to = found->get<std::string>();
  }
  if (device.id.empty() || (device.transport != "ble" && device.transport != "dircon"))
    return fail(source.at_member("devices", kExpected));
  return device;
}

}  // namespace

std::filesystem::path paired_devices_path() { return user_file("XDG_CONFIG_HOME", ".config", "devices.json"); }

Result<std::vector<PairedDevice>, Error> paired_devices_from_json(std::string_view text, std::string_view name) {
  const HandWritten source(text, name);
  const auto json = source.parse();
  if (!json) return fail(json.error());
  if (auto unknown = source.unknown_member(*json, {"version", "devices"})) return fail(*unknown);
  const auto version = json->find("version");
  if (version == json->end() || *version != kVersion)
    return fail(source.at_member("version", fmt::format("\"version\" should be {}", kVersion)));
  const auto found = json->find("devices");
  const auto* list = found == json->end() ? nullptr : found->get_ptr<const Json::array_t*>();
  if (list == nullptr) return fail(source.at_member("devices", "\"devices\" should be a list"));
  if (list->size() > kMostPaired)
    return fail(source.at_member("devices", fmt::format("\"devices\" should have at most {} entries", kMostPaired)));
  std::vector<PairedDevice> devices;
  for (const Json& entry : *list) {
    auto device = device_from(entry, source);
    if (!device) return fail(device.error());
    devices.push_back(std::move(*device));
  }
  return devices;
}

Result<std::vector<PairedDevice>, Error> load_paired_devices(const std::filesystem::path& path) {
  std::error_code problem;
  if (std::filesystem::status(path, problem).type() == std::filesystem::file_type::not_found)
    return std::vector<PairedDevice>{};
  const auto text = read_file(path, kMostBytes);
  if (!text) return fail(text.error());
  return paired_devices_from_json(*text, path.string());
}

Result<void, Error> save_paired_devices(const std::filesystem::path& path, const std::vector<PairedDevice>& devices) {
  if (path.empty()) return fail(Error{"no folder for devices: neither XDG_CONFIG_HOME nor HOME names one"});
  if (const auto old = load_paired_devices(path); !old)
    return fail(Error{fmt::format("{}; devices were not saved: mend or move the file first", old.error().message)});
  if (devices.empty()) {
    std::error_code problem;
    std::filesystem::remove(path, problem);
    if (problem) return fail(Error{fmt::format("{}: {}", path.string(), problem.message())});
    return {};
  }
  Json out;
  out["version"] = kVersion;
  out["devices"] = Json::array();
  for (const PairedDevice& d : devices)
    out["devices"].push_back({{"id", d.id}, {"name", d.name}, {"transport", d.transport}, {"address", d.address}});
  const std::string text = text_of(out, 2) + "\n";
  // What could not be read again must not be written: it would refuse every later save.
  if (const auto again = paired_devices_from_json(text, "devices"); !again) return fail(again.error());
  return write_file(path, text, Privacy::Private);
}

void remember(std::vector<PairedDevice>& devices, PairedDevice device) {
  std::erase_if(devices, [&](const PairedDevice& d) {
    return d.transport == device.transport &&
           (equal_in_any_case(d.id, device.id) || equal_in_any_case(d.address, device.address));
  });
  devices.push_back(std::move(device));
  if (devices.size() > kMostPaired) devices.erase(devices.begin());
}

std::size_t forget(std::vector<PairedDevice>& devices, std::string_view words) {
  return std::erase_if(devices, [&](const PairedDevice& d) {
    return words == "all" || equal_in_any_case(d.id, words) || equal_in_any_case(d.name, words) ||
           equal_in_any_case(d.address, words);
  });
}

}  // namespace tonus::journal
