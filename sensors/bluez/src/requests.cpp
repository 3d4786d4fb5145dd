#include "requests.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <engine/core/log.hpp>

namespace tonus::sensors::bluez {
namespace {

constexpr Duration kAnswerWithin = std::chrono::seconds(5);
constexpr Duration kNotifyAgain = std::chrono::milliseconds(500);

std::string name_of(const Uuid& uuid) {
  const auto assigned = uuid.assigned();
  return assigned ? fmt::format("{:04x}", *assigned) : to_string(uuid);
}

}  // namespace

void Requests::open(const std::string& device, std::vector<Place> places) {
  device_ = device;
  places_ = std::move(places);
  std::erase_if(subscribed_, [&](const std::string& path) { return !knows(path); });
}

void Requests::close() {
  guard_.dismiss();
  was_guard_tried_ = has_notified_ = false;
  places_.clear();
  subscribed_.clear();
  request_.reset();
  held_.clear();
  ++number_;
}

const Place* Requests::find(const Uuid& characteristic) const {
  const auto it = std::find_if(places_.begin(), places_.end(),
                               [&](const Place& place) { return place.what.uuid == characteristic; });
  return it == places_.end() ? nullptr : &*it;
}

bool Requests::knows(const std::string& path) const {
  return std::any_of(places_.begin(), places_.end(), [&](const Place& place) { return place.path == path; });
}

const Place* Requests::begin(Kind kind, const Uuid& characteristic) {
  const auto refuse = [&](std::string why) {
    answer(kind, characteristic, fail(Error{std::move(why)}));
    return nullptr;
  };
  if (places_.empty() || !shared_.bus) return refuse("the device is not connected; ask again once it is");
  if (request_)
    return refuse(fmt::format("{} is still being asked; one request at a time", name_of(request_->characteristic)));
  const Place* place = find(characteristic);
  if (place == nullptr) return refuse(fmt::format("the device has no characteristic {}", name_of(characteristic)));
  request_ = Request{kind, characteristic, place->path, shared_.timeline.now() + kAnswerWithin};
  ++number_;
  return place;
}

template <class T>
std::function<void(Result<T, CallError>)> Requests::when_answered(void (Requests::*handle)(Result<T, CallError>)) {
  return [this, handle, number = number_](Result<T, CallError> reply) {
    if (number != number_ || !request_) return;
    (this->*handle)(std::move(reply));
  };
}

void Requests::read(const Uuid& characteristic) {
  if (const Place* place = begin(Kind::Read, characteristic))
    shared_.bus->read(place->path, when_answered(&Requests::on_read));
}

void Requests::write(const Uuid& characteristic, std::span<const std::byte> packet) {
  const Place* place = begin(Kind::Write, characteristic);
  if (place == nullptr) return;
  guard(*place);
  shared_.bus->write(place->path, {packet.begin(), packet.end()}, when_answered(&Requests::on_written));
}

void Requests::guard(const Place& place) {
  const bool is_control =
      std::ranges::find(shared_.release, place.what.uuid, &ReleasePacket::characteristic) != shared_.release.end();
  if (!is_control || std::exchange(was_guard_tried_, true)) return;
  auto armed = arm_guard(shared_.bus_address, device_, place, shared_.release);
  if (!armed) return log::warning(armed.error().message);
  guard_ = std::move(*armed);
}

void Requests::subscribe(const Uuid& characteristic) {
  if (begin(Kind::Subscribe, characteristic) != nullptr) start_notify();
}

void Requests::start_notify() {
  request_->again.reset();
  shared_.bus->call(request_->path, kCharacteristicInterface, "StartNotify", when_answered(&Requests::on_notifying));
}

void Requests::on_read(Result<Octets, CallError> reply) {
  if (!reply) return finish(fail(Error{describe(reply.error())}));
  // BlueZ announces what it read as if it were news: one equal value is the answer itself.
  const auto own = std::find(held_.rbegin(), held_.rend(), *reply);
  if (own != held_.rend()) held_.erase(std::next(own).base());
  finish(std::move(*reply));
}

void Requests::on_written(Result<void, CallError> reply) {
  if (!reply) return finish(fail(Error{describe(reply.error())}));
  finish(Octets{});
}

void Requests::on_notifying(Result<void, CallError> reply) {
  if (!reply && classify(reply.error()) == Trouble::Pending) {
    request_->again = shared_.timeline.now() + kNotifyAgain;
    return;
  }
  if (!reply) return finish(fail(Error{describe(reply.error())}));
  subscribed_.insert(request_->path);
  finish(Octets{});
}

void Requests::finish(Result<Octets, Error> outcome) {
  const Request over = *std::exchange(request_, std::nullopt);
  ++number_;
  answer(over.kind, over.characteristic, std::move(outcome));
  for (const Octets& value : std::exchange(held_, {})) deliver(over.path, value);
}

void Requests::answer(Kind kind, const Uuid& characteristic, Result<Octets, Error> outcome) {
  shared_.deliveries.push_back(
      [&listener = listener_, kind, characteristic, outcome = std::move(outcome), at = shared_.timeline.now()] {
        const Result<void, Error> done = outcome ? Result<void, Error>{} : fail(Error{outcome.error()});
        switch (kind) {
          case Kind::Read:
            if (outcome) {
              listener->on_read(characteristic, std::span<const std::byte>(*outcome), at);
            } else {
              listener->on_read(characteristic, fail(Error{outcome.error()}), at);
            }
            break;
          case Kind::Write: listener->on_written(characteristic, done, at); break;
          case Kind::Subscribe: listener->on_subscribed(characteristic, done, at); break;
        }
      });
}

void Requests::on_value(const std::string& path, const Octets& value) {
  if (!subscribed_.contains(path)) return;
  if (request_ && request_->kind == Kind::Read && request_->path == path) {
    held_.push_back(value);
  } else {
    deliver(path, value);
  }
}

void Requests::deliver(const std::string& path, const Octets& value) {
  const auto it = std::find_if(places_.begin(), places_.end(), [&](const Place& place) { return place.path == path; });
  if (it == places_.end()) return;
  has_notified_ = true;
  shared_.deliveries.push_back([&listener = listener_, uuid = it->what.uuid, value, at = shared_.timeline.now()] {
    listener->on_packet(uuid, value, at);
  });
}

void Requests::step(Instant now) {
  if (!request_) return;
  if (now >= request_->deadline) {
    const bool was_refused = request_->again.has_value();
    return finish(fail(
        Error{fmt::format("{}: {} within {:.0f} s", name_of(request_->characteristic),
                          was_refused ? "BlueZ kept it for another request" : "no answer", seconds(kAnswerWithin))}));
  }
  if (request_->again && now >= *request_->again && shared_.bus) start_notify();
}

std::optional<Instant> Requests::due() const {
  if (!request_) return std::nullopt;
  return request_->again ? std::min(*request_->again, request_->deadline) : request_->deadline;
}

}  // namespace tonus::sensors::bluez
