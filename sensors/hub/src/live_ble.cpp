#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include <sensors/bluez/central.hpp>

#include "live.hpp"
#include "live_loop.hpp"

namespace tonus::sensors {
namespace {

constexpr Duration kLookAround = std::chrono::seconds(5);
/// Of silence: a search with BlueZ's filter, and one without that had its five seconds.
constexpr Duration kSilence = std::chrono::seconds(15);

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (end > 0) words.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

bool offers(const FoundDevice& device, std::initializer_list<Uuid> services) {
  return std::ranges::any_of(services, [&](const Uuid& s) { return std::ranges::count(device.services, s) > 0; });
}

/// The radio and who was chosen from what it hears. Device thread.
class Radio {
 public:
  Radio(const Timeline& device_time, SessionOutlet& outlet, std::vector<std::unique_ptr<Peer>>& peers,
        const std::vector<RememberedDevice>& remembered)
      : time_(device_time),
        remembered_(remembered),
        outlet_(outlet),
        peers_(peers),
        central_(device_time, {.remembered = remembered, .release = releases_of_any_trainer()}) {}

  void connect(const std::string& address, const std::string& name) {
    if (peers_.size() >= kBleDevices) return;
    peers_.push_back(std::make_unique<Peer>(
        PeerDefinition{
            .name = name, .id = address, .carrier = "ble", .source = static_cast<std::uint8_t>(peers_.size())},
        outlet_));
    peers_.back()->attach(central_.connect(address, *peers_.back()));
    asked_for_.push_back(address);
  }
  void look_around() {
    central_.start_scan({uuid::kHeartRateService, uuid::kFitnessMachineService, uuid::kCyclingPowerService});
    is_looking_ = true;
    silent_since_ = time_.now();
  }
  void run_once(Duration wait) {
    central_.run_once(wait);
    report_adapter();
    if (is_looking_) choose();
    for (std::size_t i = 0; i < peers_.size(); ++i) {
      if (peers_[i]->status().mac.view().empty()) peers_[i]->set_mac(central_.address_of(asked_for_[i]));
    }
  }

 private:
  void choose() {
    const auto found = central_.found();
    const bool is_heard = std::ranges::any_of(found, [](const FoundDevice& it) { return it.rssi_dbm.has_value(); });
    if (!heard_at_ && is_heard) heard_at_ = time_.now();
    if (time_.now() < (heard_at_ ? *heard_at_ + kLookAround : silent_since_ + kSilence)) return;
    const auto heart = most_likely_own(found, {uuid::kHeartRateService}, remembered_);
    const auto load = most_likely_own(found, {uuid::kFitnessMachineService, uuid::kCyclingPowerService}, remembered_);
    if (!heart && !load) return;
    is_looking_ = false;
    if (heart) connect(heart->address, heart->name);
    if (load && (!heart || load->address != heart->address)) connect(load->address, load->name);
    central_.stop_scan();
  }
  void report_adapter() {
    const bluez::AdapterReport& report = central_.adapter();
    if (report.state == state_) return;
    state_ = report.state;
    if (state_ == bluez::AdapterState::Ready || state_ == bluez::AdapterState::Asking) return;
    outlet_.tell({.at = time_.now(),
                  .kind = DeviceEventKind::Lost,
                  .text = fmt::format("Bluetooth: {}; {}", report.detail, report.remedy)});
  }

  const Timeline& time_;
  const std::vector<RememberedDevice>& remembered_;
  std::vector<std::string> asked_for_;  ///< by peer
  SessionOutlet& outlet_;
  std::vector<std::unique_ptr<Peer>>& peers_;
  bluez::Central central_;
  bluez::AdapterState state_ = bluez::AdapterState::Asking;
  bool is_looking_ = false;
  Instant silent_since_{};
  std::optional<Instant> heard_at_;
};

}  // namespace

std::optional<FoundDevice> most_likely_own(const std::vector<FoundDevice>& found, std::initializer_list<Uuid> services,
                                           const std::vector<RememberedDevice>& remembered) {
  const auto is_own = [&](const FoundDevice& device) {
    return std::ranges::count(remembered, device.address, &RememberedDevice::address) > 0;
  };
  const auto worth = [&](const FoundDevice& device) {
    return std::tuple(device.rssi_dbm.has_value(), is_own(device), device.rssi_dbm.value_or(0));
  };
  std::optional<FoundDevice> best;
  for (const FoundDevice& device : found) {
    if (!offers(device, services) || (!device.rssi_dbm && !is_own(device))) continue;
    if (!best || worth(device) > worth(*best)) best = device;
  }
  return best;
}

std::unique_ptr<SensorSource> make_ble_source(std::string_view wanted, const std::vector<RememberedDevice>& remembered,
                                              const Timeline& session_time) {
  SourceInfo info{.name = wanted.empty() ? "ble" : fmt::format("ble:{}", wanted),
                  .description = wanted.empty() ? "Bluetooth devices in reach" : fmt::format("Bluetooth: {}", wanted),
                  .reacts = true,
                  .is_live = true};
  return std::make_unique<ThreadedSource>(
      std::move(info), session_time,
      [names = words_of(wanted), remembered](const std::stop_token& stop, const Timeline& session,
                                             ThreadedSource::Outlet& outlet) {
        const SteadyTimeline device_time;
        SessionOutlet on_session(outlet, device_time, session);
        std::vector<std::unique_ptr<Peer>> peers;
        Radio radio(device_time, on_session, peers, remembered);
        for (const std::string& name : names) radio.connect(name, name);
        if (names.empty()) radio.look_around();
        run_peers(stop, device_time, outlet, on_session, peers, [&](Duration wait) { radio.run_once(wait); });
      });
}

}  // namespace tonus::sensors
