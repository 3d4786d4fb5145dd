#include "discovery.hpp"

#include <utility>

#include <fmt/format.h>

#include <engine/core/log.hpp>

namespace tonus::sensors::bluez {

namespace {
constexpr Duration kAfterFailure = std::chrono::seconds(2);
/// A strap or a trainer advertises several times a second.
constexpr Duration kSilence = std::chrono::seconds(10);
}  // namespace

void Discovery::steer(bool is_wanted, const std::string& adapter, const std::vector<Uuid>& services) {
  if (!shared_.bus) return;
  if (not_before_ && shared_.timeline.now() >= *not_before_) not_before_.reset();
  const bool is_other = adapter != adapter_ || services != services_;
  if (state_ == State::On && (!is_wanted || is_other)) return stop();
  if (state_ == State::On && deaf_at_ && shared_.timeline.now() >= *deaf_at_) return restart();
  if (state_ != State::Off || !is_wanted || not_before_) return;
  adapter_ = adapter;
  services_ = services;
  start(adapter);
}

void Discovery::start(const std::string& adapter) {
  state_ = State::Starting;
  deaf_at_ = shared_.timeline.now() + kSilence;
  const auto number = ++number_;
  const std::vector<Uuid> filter = is_filtered_ ? services_ : std::vector<Uuid>{};
  shared_.bus->set_discovery_filter(adapter, filter, [this, number](const Result<void, CallError>& reply) {
    if (number == number_ && !reply) failed(reply.error());
  });
  // Calls to one service arrive in order, so the filter is set before this one is looked at.
  shared_.bus->call(adapter, kAdapterInterface, "StartDiscovery", [this, number](const Result<void, CallError>& reply) {
    if (number != number_) return;
    if (reply || classify(reply.error()) == Trouble::Pending) {
      state_ = State::On;
    } else {
      failed(reply.error());
    }
  });
}

void Discovery::stop() {
  state_ = State::Stopping;
  shared_.bus->call(adapter_, kAdapterInterface, "StopDiscovery",
                    [this, number = ++number_](const Result<void, CallError>&) {
                      // Refused means that there was none: off all the same.
                      if (number == number_) state_ = State::Off;
                    });
}

void Discovery::restart() {
  if (!std::exchange(was_silence_told_, true))
    log::info("Bluetooth: nothing heard for 10 s; the search is begun anew, in turn without and with its filter");
  if (!services_.empty()) is_filtered_ = !is_filtered_;
  stop();
}

void Discovery::failed(const CallError& error) {
  log::debug(fmt::format("discovery could not be started: {}", describe(error)));
  ++number_;
  state_ = State::Off;
  not_before_ = shared_.timeline.now() + kAfterFailure;
}

void Discovery::reset() noexcept {
  ++number_;
  state_ = State::Off;
  not_before_.reset();
  deaf_at_.reset();
}

}  // namespace tonus::sensors::bluez
