#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <engine/core/letter_case.hpp>
#include <engine/core/log.hpp>
#include <sensors/bluez/central.hpp>

#include "adapter_state.hpp"
#include "discovery.hpp"
#include "link.hpp"

namespace tonus::sensors::bluez {
namespace {

using std::chrono::seconds;
using Wall = std::chrono::steady_clock;

constexpr Duration kOpenAgain = seconds(2), kAskAgain = seconds(5);
constexpr Duration kGoodbye = seconds(2);

}  // namespace

struct Central::Impl {
  Impl(const Timeline& timeline, CentralDefinition asked)
      : definition(std::move(asked)),
        shared{.timeline = timeline, .bus_address = definition.bus_address, .release = definition.release},
        discovery(shared) {}

  CentralDefinition definition;
  Shared shared;
  AdapterReport report;
  Discovery discovery;
  std::vector<std::unique_ptr<Link>> links;
  bool is_scanning = false;
  std::vector<Uuid> scan_services;
  std::optional<Instant> open_at;  ///< when to open the bus
  std::optional<Instant> ask_at;   ///< when to ask for the tree again
  std::uint64_t question = 0;

  [[nodiscard]] Instant now() const { return shared.timeline.now(); }

  void open() {
    open_at.reset();
    auto bus = Bus::open(definition.bus_address,
                         {.added = [this](const auto& path, const auto& added) { on_added(path, added); },
                          .removed = [this](const auto& path, const auto& removed) { on_removed(path, removed); },
                          .changed = [this](const auto& path, const auto& interface,
                                            const auto& changed) { on_changed(path, interface, changed); },
                          .daemon = [this](bool is_there) { on_daemon(is_there); }});
    if (!bus) return lose_bus(bus.error().message);
    shared.bus = std::move(*bus);
    ask();
  }

  void lose_bus(const std::string& why) {
    shared.bus.reset();
    forget_everything();
    set_report(no_bus(why));
    open_at = now() + kOpenAgain;
  }

  void forget_everything() {
    shared.tree.clear();
    discovery.reset();
    ask_at.reset();
    ++question;
  }

  void ask() {
    ask_at.reset();
    shared.bus->get_objects([this, number = ++question](const Result<Objects, CallError>& objects) {
      if (number != question) return;
      if (!objects) {
        set_report(refused(objects.error()));
        ask_at = now() + kAskAgain;
        return;
      }
      shared.tree.replace(*objects);
      on_tree();
    });
  }

  // --- what BlueZ says ---------------------------------------------------------------------------------------------

  void on_daemon(bool is_there) {
    forget_everything();
    if (is_there) return ask();
    set_report(no_daemon());
  }

  void on_tree() {
    set_report(judge_adapter(shared.tree, definition.rfkill_folder));
    for (const auto& link : links) link->on_device();
  }

  Link* link_at(const std::string& device) {
    const auto it = std::find_if(links.begin(), links.end(), [&](const auto& link) {
      return !link->path().empty() && (device == link->path() || device.starts_with(link->path() + "/"));
    });
    return it == links.end() ? nullptr : it->get();
  }

  /// BlueZ tells the strength of what it has just heard.
  void hear(const Properties& device) {
    if (property<std::int64_t>(device, "RSSI") != nullptr) discovery.heard();
  }

  void on_added(const std::string& path, const Interfaces& added) {
    shared.tree.add(path, added);
    if (const auto device = added.find(kDeviceInterface); device != added.end()) hear(device->second);
    if (added.contains(kAdapterInterface)) on_tree();
    Link* link = link_at(path);
    if (link == nullptr) return;
    if (added.contains(kCharacteristicInterface)) link->on_object_added(path);
    if (added.contains(kBatteryInterface)) link->on_battery();
    if (added.contains(kDeviceInterface)) link->on_device();
  }

  void on_removed(const std::string& path, const std::vector<std::string>& removed) {
    shared.tree.remove(path, removed);
    const auto has = [&](const char* name) { return std::find(removed.begin(), removed.end(), name) != removed.end(); };
    if (has(kAdapterInterface)) {
      discovery.reset();
      on_tree();
    }
    Link* link = link_at(path);
    if (link == nullptr) return;
    if (has(kCharacteristicInterface)) link->on_object_removed(path);
    if (has(kDeviceInterface)) link->on_device();
  }

  void on_changed(const std::string& path, const std::string& interface, const Properties& changed) {
    if (changed.empty()) return;  // something was invalidated: no news
    shared.tree.change(path, interface, changed);
    if (interface == kDeviceInterface) hear(changed);
    if (interface == kAdapterInterface) set_report(judge_adapter(shared.tree, definition.rfkill_folder));
    Link* link = link_at(path);
    if (link == nullptr) return;
    if (interface == kDeviceInterface) link->on_device();
    if (interface == kBatteryInterface) link->on_battery();
    if (interface != kCharacteristicInterface) return;
    if (const auto* value = property<Octets>(changed, "Value")) link->requests().on_value(path, *value);
  }

  void set_report(AdapterReport next) {
    const bool was_ready = report.state == AdapterState::Ready, is_ready = next.state == AdapterState::Ready;
    const bool is_news = report.state != next.state;
    report = std::move(next);
    if (!is_news) return;
    if (!is_ready) discovery.reset();
    for (const auto& link : links) {
      if (is_ready) link->on_available();
      if (!is_ready) tell_unavailable(*link);
    }
    if (was_ready != is_ready) log::info(fmt::format("Bluetooth: {}", report.detail));
  }

  void tell_unavailable(Link& link) const { link.on_unavailable(fmt::format("{}; {}", report.detail, report.remedy)); }

  // --- what is due -------------------------------------------------------------------------------------------------

  void search() {
    for (const auto& link : links) {
      if (!link->is_searching() || find(*link, link->wanted())) continue;
      for (const RememberedDevice& known : definition.remembered) {
        if (equal_in_any_case(known.name, link->wanted()) && find(*link, known.address)) break;
      }
    }
  }

  bool find(Link& link, std::string_view address_or_name) {
    for (const auto& [path, device] : shared.tree.devices()) {
      const bool is_taken = std::any_of(links.begin(), links.end(), [&, &path = path](const auto& other) {
        return other.get() != &link && other->phase() != Link::Phase::Idle && other->path() == path;
      });
      if (is_taken || !answers_to(device, address_or_name)) continue;
      link.found(path);
      return true;
    }
    return false;
  }

  /// One Connect at a time, the longest waiting first, and no discovery meanwhile.
  void schedule() {
    if (!shared.bus || report.state != AdapterState::Ready) return;
    search();
    const auto any = [&](auto is) { return std::any_of(links.begin(), links.end(), is); };
    const bool is_busy = any([](const auto& link) { return link->is_establishing(); });
    Link* next = nullptr;
    for (const auto& link : links) {
      if (link->may_connect(now()) && (next == nullptr || link->due_since() < next->due_since())) next = link.get();
    }
    const bool is_searching = any([](const auto& link) { return link->is_searching(); });
    const bool wants_discovery = (is_scanning || is_searching) && !is_busy && next == nullptr;
    // A name may be that of a device that does not advertise what it offers.
    discovery.steer(wants_discovery, choose_adapter(shared.tree), is_searching ? std::vector<Uuid>{} : scan_services);
    if (next != nullptr && !is_busy && discovery.is_off()) next->connect();
  }

  bool step() {
    bool worked = false;
    if (!shared.bus && (!open_at || now() >= *open_at)) open();
    if (shared.bus) {
      const auto handled = shared.bus->process();
      if (!handled) {
        lose_bus(handled.error().message);
      } else {
        worked = *handled;
      }
    }
    if (shared.bus && ask_at && now() >= *ask_at) ask();
    for (const auto& link : links) link->step(now());
    schedule();
    while (!shared.deliveries.empty()) {
      const auto deliver = std::move(shared.deliveries.front());
      shared.deliveries.pop_front();
      deliver();
      worked = true;
    }
    return worked;
  }

  [[nodiscard]] Duration until_due(Duration at_most) const {
    const auto consider = [&, at = now()](std::optional<Instant> due) {
      // What is past is waiting for something else than time.
      if (due && *due > at) at_most = std::min(at_most, *due - at);
    };
    consider(open_at);
    consider(ask_at);
    consider(discovery.due());
    for (const auto& link : links) consider(link->due());
    return at_most;
  }

  void say_goodbye() {
    if (!shared.bus) return;
    const auto left = std::make_shared<int>(0);
    const auto ask = [&](const std::string& path, const char* interface, const char* method) {
      ++*left;
      shared.bus->call(path, interface, method, [left](const Result<void, CallError>&) { --*left; });
    };
    for (const auto& link : links) {
      for (const std::string& path : link->requests().subscribed()) ask(path, kCharacteristicInterface, "StopNotify");
      const DeviceObject* device = shared.tree.device(link->path());
      if (link->is_establishing() || (device != nullptr && device->is_connected && link->phase() != Link::Phase::Idle))
        ask(link->path(), kDeviceInterface, "Disconnect");
    }
    const auto end = Wall::now() + kGoodbye;
    for (discovery.steer(false, {}, {}); (*left > 0 || !discovery.is_off()) && Wall::now() < end;
         discovery.steer(false, {}, {})) {
      shared.bus->wait(std::min<Duration>(end - Wall::now(), std::chrono::milliseconds(50)));
      if (!shared.bus->process()) break;
    }
  }
};

Central::Central(const Timeline& timeline, CentralDefinition definition)
    : impl_(std::make_unique<Impl>(timeline, std::move(definition))) {}

Central::~Central() { impl_->say_goodbye(); }

void Central::run_once(Duration at_most) {
  if (impl_->step()) return;
  if (impl_->shared.bus) {
    impl_->shared.bus->wait(impl_->until_due(at_most));
  } else {
    std::this_thread::sleep_for(impl_->until_due(at_most));
  }
  impl_->step();
}

const AdapterReport& Central::adapter() const noexcept { return impl_->report; }

void Central::start_scan(std::vector<Uuid> services) {
  impl_->is_scanning = true;
  impl_->scan_services = std::move(services);
  impl_->shared.tree.forget_sightings();
}

void Central::stop_scan() { impl_->is_scanning = false; }

std::vector<FoundDevice> Central::found() const {
  std::vector<FoundDevice> found;
  const auto& asked = impl_->scan_services;
  for (const auto& [path, device] : impl_->shared.tree.devices()) {
    const bool is_here = device.sightings > 0 || device.is_connected;
    const bool offers = std::any_of(asked.begin(), asked.end(), [&device = device](const Uuid& service) {
      return std::find(device.services.begin(), device.services.end(), service) != device.services.end();
    });
    // What BlueZ only remembers is of use where its services are asked for.
    if (!offers && !(asked.empty() && is_here)) continue;
    found.push_back({.id = device.address,
                     .name = device.name,
                     .transport = "ble",
                     .address = device.address,
                     .services = device.services,
                     .rssi_dbm = device.rssi_dbm,
                     .battery_percent = device.battery_percent});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
  return found;
}

GattLink& Central::connect(std::string_view address_or_name, LinkListener& listener) {
  auto& links = impl_->links;
  auto it =
      std::find_if(links.begin(), links.end(), [&](const auto& link) { return link->wanted() == address_or_name; });
  if (it == links.end()) {
    const auto seed = impl_->definition.seed + links.size();
    links.push_back(
        std::make_unique<Link>(impl_->shared, std::string(address_or_name), impl_->definition.services, seed));
    it = std::prev(links.end());
  }
  (*it)->want(listener);
  const AdapterState state = impl_->report.state;
  if (state != AdapterState::Ready && state != AdapterState::Asking) impl_->tell_unavailable(**it);
  return **it;
}

std::string Central::address_of(std::string_view address_or_name) const {
  for (const auto& link : impl_->links) {
    if (link->wanted() != address_or_name) continue;
    const DeviceObject* device = impl_->shared.tree.device(link->path());
    return device != nullptr ? device->address : std::string();
  }
  return {};
}

AdapterReport probe_adapter(Duration at_most, const CentralDefinition& definition) {
  const SteadyTimeline timeline;
  Central central(timeline, definition);
  const auto end = Wall::now() + at_most;
  while (central.adapter().state == AdapterState::Asking && Wall::now() < end)
    central.run_once(std::max<Duration>(Duration{0}, end - Wall::now()));
  if (central.adapter().state != AdapterState::Asking) return central.adapter();
  return {AdapterState::NoDaemon, "bluetoothd does not answer", "start it again: systemctl restart bluetooth"};
}

}  // namespace tonus::sensors::bluez
