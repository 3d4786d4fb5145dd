#include "stage.hpp"

#include <algorithm>
#include <stdexcept>

namespace tonus::test {

using namespace std::chrono_literals;
using sensors::Uuid;
using Wall = std::chrono::steady_clock;

namespace {
constexpr auto kPatience = 10s;
constexpr auto kAdvertiseEvery = 20ms;

Bytes bytes_of(std::span<const std::byte> octets) {
  Bytes bytes;
  for (const std::byte octet : octets) bytes.push_back(std::to_integer<std::uint8_t>(octet));
  return bytes;
}
}  // namespace

Stage::Stage(FakeBluez::Definition bluez, PrivateBus::Definition bus) : bus_(PrivateBus::start(bus)) {
  if (!bus_) throw std::runtime_error("no dbus-daemon could be started; install dbus-daemon");
  fake_ = std::make_unique<FakeBluez>(bus_->address(), std::move(bluez));
  fake_->add_peer(make_strap());
  fake_->add_peer(make_trainer());
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Stage::~Stage() {
  thread_.request_stop();
  thread_.join();
}

void Stage::run(const std::stop_token& stop) {
  auto advertise_at = Wall::now();
  while (!stop.stop_requested()) {
    {
      const std::lock_guard turn(turn_);
      fake_->run_once(0);
      if (Wall::now() >= advertise_at) {
        fake_->advertise();
        advertise_at = Wall::now() + kAdvertiseEvery;
      }
    }
    std::this_thread::sleep_for(1ms);
  }
}

void Stage::tell(const std::function<void(FakeBluez&)>& what) {
  const std::lock_guard turn(turn_);
  what(*fake_);
  fake_->run_once(0);
}

void Notebook::on_connected(std::span<const sensors::Characteristic> what, Instant) {
  ++connected;
  characteristics.assign(what.begin(), what.end());
  if (when_connected) when_connected();
}

void Notebook::on_read(const Uuid& uuid, Result<std::span<const std::byte>, Error> value, Instant) {
  if (value) {
    answers.push_back({uuid, "read", true, bytes_of(*value)});
  } else {
    answers.push_back({uuid, "read", false, {}, value.error().message});
  }
}

void Notebook::on_written(const Uuid& uuid, Result<void, Error> outcome, Instant) {
  answers.push_back({uuid, "written", outcome.has_value(), {}, outcome ? "" : outcome.error().message});
}

void Notebook::on_subscribed(const Uuid& uuid, Result<void, Error> outcome, Instant) {
  answers.push_back({uuid, "subscribed", outcome.has_value(), {}, outcome ? "" : outcome.error().message});
}

void Notebook::on_packet(const Uuid& uuid, std::span<const std::byte> packet, Instant) {
  packets.push_back({uuid, bytes_of(packet)});
}

void Notebook::on_lost(const std::string& why, Instant) { lost.push_back(why); }

int Notebook::packets_of(const Uuid& uuid) const {
  return static_cast<int>(
      std::count_if(packets.begin(), packets.end(), [&](const Packet& it) { return it.characteristic == uuid; }));
}

bool Notebook::has(const Uuid& uuid) const {
  return std::any_of(characteristics.begin(), characteristics.end(), [&](const auto& it) { return it.uuid == uuid; });
}

Play::Play(FakeBluez::Definition bluez, PrivateBus::Definition bus) : stage(std::move(bluez), bus) {
  central = std::make_unique<sensors::bluez::Central>(clock, definition());
}

sensors::bluez::CentralDefinition Play::definition() {
  return {.bus_address = stage.bus().address(), .rfkill_folder = "/nonexistent"};
}

bool Play::until(const std::function<bool()>& is_so) {
  const auto end = Wall::now() + kPatience;
  while (!is_so()) {
    if (Wall::now() >= end) return false;
    central->run_once(5ms);
  }
  return true;
}

void Play::settle() {
  for (int quiet = 0; quiet < 5; ++quiet) central->run_once(5ms);
  stage.tell([](FakeBluez&) {});
  for (int quiet = 0; quiet < 5; ++quiet) central->run_once(5ms);
}

void Play::advance(Duration by) {
  clock.set(clock.now() + by);
  settle();
}

sensors::GattLink& Play::connect_strap() {
  sensors::GattLink& link = central->connect(kStrap, strap);
  if (!until([&] { return strap.connected > 0; })) throw std::runtime_error("the strap did not connect");
  return link;
}

sensors::GattLink& Play::strap_sending(const Uuid& characteristic) {
  sensors::GattLink& link = connect_strap();
  link.subscribe(characteristic);
  if (!until([&] { return !strap.answers.empty() && strap.answers.back().is_good; }))
    throw std::runtime_error("the strap does not notify");
  return link;
}

void Play::beat(std::uint8_t bpm) {
  stage.tell([&](FakeBluez& fake) { fake.notify(fake.peer(kStrap), "2a37", {0x06, bpm}); });
}

int Play::count(const std::string& call) {
  return stage.ask(
      [&](FakeBluez& fake) { return static_cast<int>(std::count(fake.calls().begin(), fake.calls().end(), call)); });
}

}  // namespace tonus::test
