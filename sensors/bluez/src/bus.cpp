#include "bus.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <engine/core/log.hpp>

#include "sdbus_versions.hpp"

namespace tonus::sensors::bluez {
namespace {

constexpr const char* kService = "org.bluez";
constexpr const char* kManager = "org.freedesktop.DBus.ObjectManager";
constexpr const char* kPropertiesInterface = "org.freedesktop.DBus.Properties";
constexpr int kMostAtOnce = 256;
/// Waits are decided by those who call, on the session clock; this one only bounds what the library keeps.
constexpr std::uint64_t kCallTimeout_us = 3'600'000'000;

using RawProperties = std::map<std::string, sdbus::Variant>;
using RawInterfaces = std::map<std::string, RawProperties>;
using RawObjects = std::map<sdbus::ObjectPath, RawInterfaces>;

template <class T>
bool take_number(const sdbus::Variant& raw, Value& out) {
  if (!raw.containsValueOfType<T>()) return false;
  out = std::int64_t{raw.get<T>()};
  return true;
}

Octets octets_of(const std::vector<std::uint8_t>& raw) {
  Octets octets(raw.size());
  std::transform(raw.begin(), raw.end(), octets.begin(), [](std::uint8_t o) { return std::byte{o}; });
  return octets;
}

Value plain(const sdbus::Variant& raw) {
  Value value;
  if (raw.containsValueOfType<bool>()) {
    value = raw.get<bool>();
  } else if (raw.containsValueOfType<std::string>()) {
    value = raw.get<std::string>();
  } else if (raw.containsValueOfType<sdbus::ObjectPath>()) {
    value = std::string(raw.get<sdbus::ObjectPath>());
  } else if (raw.containsValueOfType<std::vector<std::string>>()) {
    value = raw.get<std::vector<std::string>>();
  } else if (raw.containsValueOfType<std::vector<std::uint8_t>>()) {
    value = octets_of(raw.get<std::vector<std::uint8_t>>());
  } else {
    const bool is_number = take_number<std::uint8_t>(raw, value) || take_number<std::int16_t>(raw, value) ||
                           take_number<std::uint16_t>(raw, value) || take_number<std::int32_t>(raw, value) ||
                           take_number<std::uint32_t>(raw, value);
    static_cast<void>(is_number);  // another type stays monostate
  }
  return value;
}

Properties plain(const RawProperties& raw) {
  Properties properties;
  for (const auto& [name, value] : raw) properties.emplace(name, plain(value));
  return properties;
}

Interfaces plain(const RawInterfaces& raw) {
  Interfaces interfaces;
  for (const auto& [name, properties] : raw) interfaces.emplace(name, plain(properties));
  return interfaces;
}

}  // namespace

struct Bus::Connection {
  std::unique_ptr<sdbus::IConnection> bus;
  std::vector<sdbus::Slot> matches;
};

struct Bus::Call {
  std::unique_ptr<sdbus::IProxy> proxy;
  bool is_over = false;
};

Bus::Bus(std::unique_ptr<Connection> connection, Signals signals)
    : connection_(std::move(connection)), signals_(std::move(signals)) {
  const auto on_signal = [this](sdbus::Message& message) {
    // A message of another shape than BlueZ's is none of ours and costs nothing.
    try {
      const std::string member = message.getMemberName(), interface = message.getInterfaceName();
      if (interface == kPropertiesInterface && member == "PropertiesChanged") {
        std::string of;
        RawProperties changed;
        message >> of >> changed;
        signals_.changed(message.getPath(), of, plain(changed));
      } else if (interface == kManager && member == "InterfacesAdded") {
        sdbus::ObjectPath path;
        RawInterfaces added;
        message >> path >> added;
        signals_.added(path, plain(added));
      } else if (interface == kManager && member == "InterfacesRemoved") {
        sdbus::ObjectPath path;
        std::vector<std::string> removed;
        message >> path >> removed;
        signals_.removed(path, removed);
      }
    } catch (const sdbus::Error& problem) {
      log::warning(fmt::format("a signal of bluetoothd could not be read and is left out: {}", problem.getMessage()));
    }
  };
  const auto on_owner = [this](sdbus::Message& message) {
    std::string name, before, now;
    try {
      message >> name >> before >> now;
    } catch (const sdbus::Error& problem) {
      return log::warning(fmt::format("NameOwnerChanged could not be read: {}", problem.getMessage()));
    }
    signals_.daemon(!now.empty());
  };
  auto& bus = *connection_->bus;
  connection_->matches.push_back(sdbus_any::add_match(bus, "type='signal',sender='org.bluez'", on_signal));
  connection_->matches.push_back(sdbus_any::add_match(
      bus,
      "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',"
      "arg0='org.bluez'",
      on_owner));
}

Bus::~Bus() = default;

Result<std::unique_ptr<Bus>, Error> Bus::open(const std::string& address, Signals signals) {
  try {
    auto connection = std::make_unique<Connection>();
    connection->bus =
        address.empty() ? sdbus::createSystemBusConnection() : sdbus::createSessionBusConnectionWithAddress(address);
    return std::unique_ptr<Bus>(new Bus(std::move(connection), std::move(signals)));
  } catch (const sdbus::Error& problem) {
    return fail(Error{problem.getMessage()});
  }
}

template <class Fill, class Take>
void Bus::send(const std::string& path, const char* interface, const char* method, Fill fill, Take take) {
  Call& call = calls_.emplace_back();
  try {
    call.proxy = sdbus_any::make_proxy(*connection_->bus, kService, path);
    auto message = sdbus_any::make_call(*call.proxy, interface, method);
    fill(message);
    sdbus_any::call_async(*call.proxy, message, kCallTimeout_us,
                          [&call, take](sdbus::MethodReply& reply, const sdbus::Error* error) {
                            call.is_over = true;
                            if (error != nullptr) return take(nullptr, {error->getName(), error->getMessage()});
                            take(&reply, {});
                          });
  } catch (const sdbus::Error& problem) {
    // The connection is gone: process() says so, and nobody waits for this answer any more.
    log::debug(fmt::format("{} could not be sent: {}", method, problem.getMessage()));
    call.is_over = true;
  }
}

namespace {
const auto kNothing = [](sdbus::MethodCall&) {};

auto ignore_result(Bus::Done done) {
  return [done = std::move(done)](sdbus::MethodReply* reply, CallError error) {
    if (reply == nullptr) return done(fail(std::move(error)));
    done({});
  };
}

/// Reads one T out of the reply and makes it plain.
template <class T, class Done, class Convert>
auto take_result(Done done, Convert convert) {
  return [done = std::move(done), convert](sdbus::MethodReply* reply, CallError error) {
    if (reply == nullptr) return done(fail(std::move(error)));
    T raw;
    try {
      *reply >> raw;
    } catch (const sdbus::Error& problem) {
      return done(fail(CallError{problem.getName(), problem.getMessage()}));
    }
    done(convert(raw));
  };
}
}  // namespace

void Bus::get_objects(std::function<void(Result<Objects, CallError>)> done) {
  send("/", kManager, "GetManagedObjects", kNothing,
       take_result<RawObjects>(std::move(done), [](const RawObjects& raw) {
         Objects objects;
         for (const auto& [path, interfaces] : raw) objects.emplace(path, plain(interfaces));
         return objects;
       }));
}

void Bus::call(const std::string& path, const char* interface, const char* method, Done done) {
  send(path, interface, method, kNothing, ignore_result(std::move(done)));
}

void Bus::set_discovery_filter(const std::string& adapter, const std::vector<Uuid>& services, Done done) {
  RawProperties filter{{"Transport", sdbus::Variant{std::string("le")}}};
  if (!services.empty()) {
    std::vector<std::string> names;
    for (const Uuid& service : services) names.push_back(to_string(service));
    filter.emplace("UUIDs", sdbus::Variant{names});
  }
  send(
      adapter, kAdapterInterface, "SetDiscoveryFilter", [&](sdbus::MethodCall& call) { call << filter; },
      ignore_result(std::move(done)));
}

void Bus::remove_device(const std::string& adapter, const std::string& device, Done done) {
  send(
      adapter, kAdapterInterface, "RemoveDevice", [&](sdbus::MethodCall& call) { call << sdbus::ObjectPath{device}; },
      ignore_result(std::move(done)));
}

void Bus::read(const std::string& characteristic, std::function<void(Result<Octets, CallError>)> done) {
  send(
      characteristic, kCharacteristicInterface, "ReadValue", [](sdbus::MethodCall& call) { call << RawProperties{}; },
      take_result<std::vector<std::uint8_t>>(std::move(done), octets_of));
}

void Bus::write(const std::string& characteristic, const Octets& value, Done done) {
  std::vector<std::uint8_t> raw(value.size());
  std::transform(value.begin(), value.end(), raw.begin(), [](std::byte o) { return std::to_integer<std::uint8_t>(o); });
  send(
      characteristic, kCharacteristicInterface, "WriteValue",
      [&](sdbus::MethodCall& call) {
        call << raw << RawProperties{{"type", sdbus::Variant{std::string("request")}}};
      },
      ignore_result(std::move(done)));
}

Result<bool, Error> Bus::process() {
  int handled = 0;
  try {
    while (handled < kMostAtOnce && sdbus_any::process(*connection_->bus)) ++handled;
  } catch (const sdbus::Error& problem) {
    return fail(Error{problem.getMessage()});
  }
  calls_.remove_if([](const Call& call) { return call.is_over; });
  return handled > 0;
}

void Bus::wait(Duration at_most) const {
  const auto data = connection_->bus->getEventLoopPollData();
  auto set = sdbus_any::poll_set(data);
  const auto most_ms = std::chrono::ceil<std::chrono::milliseconds>(std::max(at_most, Duration{0})).count();
  int wait_ms = static_cast<int>(std::min<std::int64_t>(most_ms, std::numeric_limits<int>::max()));
  if (const int bus_ms = data.getPollTimeout(); bus_ms >= 0) wait_ms = std::min(wait_ms, bus_ms);
  // Interrupted or not: the caller looks again.
  static_cast<void>(poll(set.data(), set.size(), wait_ms));
}

}  // namespace tonus::sensors::bluez
