#include "link.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors::bluez {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kSearch = seconds(20);      ///< then the listener hears that nothing was found
constexpr Duration kFreshSight = seconds(10);  ///< for an LE advertisement after BlueZ took the wrong bearer
constexpr Duration kConnect = seconds(10);
constexpr Duration kResolve = seconds(10);
constexpr Duration kMissing = seconds(2);    ///< for a service that was advertised and is not there
constexpr Duration kVanished = seconds(30);  ///< for services that went away under a living connection
constexpr Duration kSettle = milliseconds(300);
constexpr Duration kClose = seconds(5);
constexpr int kMostAborts = 3;
constexpr Instant kNever = Instant::max();

}  // namespace

Link::Link(Shared& shared, std::string wanted, const std::vector<Uuid>& known_services, std::uint64_t seed)
    : shared_(shared),
      wanted_(std::move(wanted)),
      known_services_(known_services),
      requests_(shared, listener_),
      backoff_(seed) {}

void Link::enter(Phase phase, std::optional<Duration> limit) {
  phase_ = phase;
  due_ = limit ? now() + *limit : kNever;
  look_at_.reset();
}

bool Link::is_establishing() const noexcept {
  return awaits_connect_ || phase_ == Phase::Connecting || phase_ == Phase::Resolving ||
         (phase_ == Phase::Settling && !has_vanished_);
}

void Link::want(LinkListener& listener) {
  listener_ = &listener;
  if (phase_ == Phase::Closing) is_wanted_again_ = true;
  if (phase_ != Phase::Idle) return;
  not_before_ = now();
  enter(Phase::Searching, kSearch);
}

void Link::reconnect(const std::string& why) {
  if (phase_ != Phase::Up) return;
  const bool was_of_use = requests_.has_notified();
  hang_up();
  retry(why, was_of_use);
}

void Link::disconnect() {
  if (phase_ == Phase::Closing) {
    is_wanted_again_ = false;
    return;
  }
  const bool has_connection =
      phase_ == Phase::Connecting || phase_ == Phase::Resolving || phase_ == Phase::Settling || phase_ == Phase::Up;
  requests_.close();
  backoff_.lost(now());
  if (!has_connection) {
    if (phase_ != Phase::Idle) deliver_lost("disconnected, as asked");
    return enter(Phase::Idle, std::nullopt);
  }
  hang_up();
  enter(Phase::Closing, kClose);
}

void Link::hang_up() {
  awaits_connect_ = false;
  ++attempt_;
  if (!shared_.bus || path_.empty()) return;
  shared_.bus->call(path_, kDeviceInterface, "Disconnect", [this](const Result<void, CallError>&) {
    // Connected: false comes after this reply; where there was no connection it never does.
    const DeviceObject* it = device();
    if (phase_ == Phase::Closing && (it == nullptr || !it->is_connected)) close_now();
  });
}

void Link::close_now() {
  deliver_lost("disconnected, as asked");
  if (std::exchange(is_wanted_again_, false)) return enter(Phase::Searching, kSearch);
  enter(Phase::Idle, std::nullopt);
}

void Link::deliver_lost(std::string why) {
  shared_.deliveries.push_back([this, why = std::move(why), at = now()] { listener_->on_lost(why, at); });
}

void Link::retry(std::string why, bool was_of_use) {
  requests_.close();
  has_vanished_ = false;
  backoff_.lost(now(), was_of_use);
  deliver_lost(std::move(why));
  not_before_ = now() + backoff_.next();
  if (path_.empty()) return enter(Phase::Searching, kSearch);
  enter(Phase::Waiting, not_before_ - now());
}

// --- finding -------------------------------------------------------------------------------------------------------

void Link::learn_expected() {
  const DeviceObject* it = device();
  if (it == nullptr) return;
  for (const Uuid& service : it->services) {
    const bool is_known = std::find(known_services_.begin(), known_services_.end(), service) != known_services_.end();
    if (is_known && std::find(expected_.begin(), expected_.end(), service) == expected_.end())
      expected_.push_back(service);
  }
}

void Link::found(const std::string& path) {
  const DeviceObject* it = shared_.tree.device(path);
  if (path != path_) heard_before_ = 0;
  path_ = path;
  learn_expected();
  if (it->sightings < heard_before_ && now() < due_) return;
  heard_before_ = 0;
  enter(Phase::Waiting, std::max(Duration{0}, not_before_ - now()));
}

// --- connecting ----------------------------------------------------------------------------------------------------

void Link::connect() {
  learn_expected();
  enter(Phase::Connecting, kConnect);
  awaits_connect_ = true;
  shared_.bus->call(path_, kDeviceInterface, "Connect",
                    [this, attempt = ++attempt_](const Result<void, CallError>& reply) {
                      if (attempt == attempt_) on_connect_reply(reply);
                    });
}

void Link::on_connect_reply(const Result<void, CallError>& reply) {
  awaits_connect_ = false;
  // The signals came first and have been believed: the reply matters only while the services are not known.
  if (phase_ != Phase::Connecting && phase_ != Phase::Resolving) return;
  if (reply) return phase_ == Phase::Connecting ? on_connected() : void();
  const CallError& error = reply.error();
  if (phase_ == Phase::Resolving && classify(error) != Trouble::Pending) hang_up();
  switch (classify(error)) {
    case Trouble::Pending: return;  // Connected, or the end of the phase, decides
    case Trouble::AbortedLocally:
      if (++aborts_ <= kMostAborts) return enter(Phase::Waiting, Duration{0});
      return retry("the Bluetooth controller aborted the connection several times; move the device closer");
    case Trouble::WrongBearer: {
      retry(
          fmt::format("BlueZ tried classic Bluetooth instead of LE ({}); trying LE again. If it stays so, set "
                      "ControllerMode = le in /etc/bluetooth/main.conf",
                      error.message));
      // A device that was just heard on LE is connected on LE.
      const DeviceObject* it = device();
      heard_before_ = it != nullptr ? it->sightings + 1 : 0;
      return enter(Phase::Searching, kFreshSight);
    }
    case Trouble::NotPermitted:
      return retry("D-Bus does not let us connect; add yourself to the group bluetooth and log in again");
    case Trouble::AdapterOff: return retry("the Bluetooth adapter is off; switch it on: bluetoothctl power on");
    case Trouble::NoObject: path_.clear(); return retry("the device is not there any more; searching for it");
    case Trouble::NoDaemon: return retry("bluetoothd does not answer; start it: systemctl start bluetooth");
    case Trouble::Other: break;
  }
  retry(fmt::format("could not connect: {}", describe(error)));
}

void Link::on_connected() {
  enter(Phase::Resolving, kResolve);
  was_connected_ = device() != nullptr && device()->is_connected;
  if (const DeviceObject* it = device(); it != nullptr && it->is_resolved) collect();
}

void Link::on_device() {
  const DeviceObject* it = device();
  if (it == nullptr) {
    if (!path_.empty()) on_removed();
    return;
  }
  switch (phase_) {
    case Phase::Idle:
    case Phase::Searching:
    case Phase::Waiting: break;
    case Phase::Connecting:
      if (it->is_connected) on_connected();
      break;
    case Phase::Resolving:
      // The reply to Connect may come before the news.
      was_connected_ = was_connected_ || it->is_connected;
      if (was_connected_ && !it->is_connected) return retry("the connection broke before its services were read");
      if (it->is_resolved) collect();
      break;
    case Phase::Settling:
      if (!it->is_connected)
        return retry("the connection is gone: out of range, switched off, or its battery is empty");
      break;
    case Phase::Up:
      if (!it->is_connected)
        return retry("the connection is gone: out of range, switched off, or its battery is empty");
      if (!it->is_resolved) {
        requests_.close();
        deliver_lost("the device is changing its services; they are read anew");
        enter(Phase::Resolving, kResolve);
      }
      break;
    case Phase::Closing:
      if (!it->is_connected) close_now();
      break;
  }
}

void Link::on_removed() {
  path_.clear();
  awaits_connect_ = false;
  ++attempt_;
  if (phase_ == Phase::Closing) return close_now();
  if (phase_ == Phase::Idle || phase_ == Phase::Searching) return;
  if (phase_ == Phase::Waiting) return enter(Phase::Searching, kSearch);
  retry("BlueZ has forgotten the device; searching for it");
}

void Link::on_unavailable(const std::string& why) {
  awaits_connect_ = false;
  ++attempt_;
  if (phase_ == Phase::Idle) return;
  if (phase_ == Phase::Closing) return close_now();
  requests_.close();
  backoff_.lost(now());
  has_vanished_ = false;
  path_.clear();
  deliver_lost(why);
  enter(Phase::Searching, std::nullopt);
}

void Link::on_available() {
  if (phase_ != Phase::Searching) return;
  not_before_ = now();
  enter(Phase::Searching, kSearch);
}

// --- believing its services ----------------------------------------------------------------------------------------

void Link::collect() {
  look_at_.reset();
  if (!shared_.bus) return;
  if (phase_ == Phase::Resolving) enter(Phase::Settling, kMissing);
  shared_.bus->get_objects([this, collection = ++collection_](Result<Objects, CallError> objects) {
    if (collection != collection_ || (phase_ != Phase::Settling && phase_ != Phase::Up)) return;
    if (!objects) return retry(fmt::format("its services cannot be read: {}", describe(objects.error())));
    shared_.tree.replace(*objects);
    judge(false);
  });
}

bool Link::is_complete(const std::vector<Place>& places) const {
  return !places.empty() && std::all_of(expected_.begin(), expected_.end(), [&](const Uuid& service) {
    return std::any_of(places.begin(), places.end(), [&](const Place& p) { return p.what.service == service; });
  });
}

void Link::judge(bool is_last) {
  auto places = shared_.tree.places(path_);
  const bool is_good = is_complete(places);
  if (phase_ == Phase::Up) {
    if (places.size() != requests_.places().size()) come_up(std::move(places));
  } else if (is_good || (is_known_stale_ && !places.empty() && is_last)) {
    if (is_good) is_known_stale_ = false;
    come_up(std::move(places));
  } else if (is_last && has_vanished_) {
    hang_up();
    retry("its services did not come back; connecting anew");
  } else if (is_last) {
    forget_and_search("a service that it advertises is missing; BlueZ's memory of it is stale and is read anew");
  }
}

void Link::forget_and_search(std::string why) {
  hang_up();
  const DeviceObject* it = device();
  // What is paired would have to be paired again: that is for a person to decide.
  if (!is_known_stale_ && it != nullptr && !it->is_paired)
    shared_.bus->remove_device(it->adapter, path_, [](const Result<void, CallError>&) {});
  is_known_stale_ = true;
  retry(std::move(why));
}

void Link::come_up(std::vector<Place> places) {
  std::vector<Characteristic> what;
  for (const Place& place : places) what.push_back(place.what);
  requests_.open(path_, std::move(places));
  has_vanished_ = false;
  aborts_ = 0;
  if (phase_ != Phase::Up) backoff_.connected(now());
  enter(Phase::Up, std::nullopt);
  shared_.deliveries.push_back([this, what = std::move(what), at = now()] { listener_->on_connected(what, at); });
  on_battery();
}

void Link::on_battery() {
  const DeviceObject* it = device();
  if (phase_ != Phase::Up || it == nullptr || !it->battery_percent) return;
  if (requests_.find(uuid::kBatteryLevel) != nullptr) return;  // the device says so itself
  shared_.deliveries.push_back([this, percent = std::byte(*it->battery_percent), at = now()] {
    listener_->on_packet(uuid::kBatteryLevel, std::span(&percent, 1), at);
  });
}

void Link::on_object_added(const std::string& path) {
  const bool is_news = phase_ == Phase::Settling || (phase_ == Phase::Up && !requests_.knows(path));
  if (is_news) look_at_ = now() + kSettle;
}

void Link::on_object_removed(const std::string& path) {
  if (phase_ != Phase::Up || !requests_.knows(path)) return;
  requests_.close();
  deliver_lost("the device has withdrawn its services; waiting for them");
  enter(Phase::Settling, kVanished);
  has_vanished_ = true;
  look_at_ = now() + kSettle;
}

// --- time ----------------------------------------------------------------------------------------------------------

void Link::step(Instant at) {
  requests_.step(at);
  if (look_at_ && at >= *look_at_) collect();
  if (at < due_) return;
  switch (phase_) {
    case Phase::Idle:
    case Phase::Waiting:
    case Phase::Up: break;
    case Phase::Searching:
      if (heard_before_ != 0 && device() != nullptr) {
        heard_before_ = 0;
        return enter(Phase::Waiting, Duration{0});
      }
      deliver_lost(fmt::format(
          "{} is not to be seen; is it on, worn, near, and not connected to something else? tonus scan says "
          "who is there, and by what name",
          wanted_));
      enter(Phase::Searching, kSearch);
      break;
    case Phase::Connecting:
      hang_up();
      retry("no connection within 10 s; is it on, near, and not connected to something else?");
      break;
    case Phase::Resolving: forget_and_search("its services were not read within 10 s; connecting anew"); break;
    case Phase::Settling: judge(true); break;
    case Phase::Closing: close_now(); break;
  }
}

std::optional<Instant> Link::due() const {
  Instant next = due_;
  if (look_at_) next = std::min(next, *look_at_);
  if (const auto request = requests_.due()) next = std::min(next, *request);
  return next == kNever ? std::nullopt : std::optional(next);
}

}  // namespace tonus::sensors::bluez
