// The central in front of a real bluetoothd: finds the peripheral, connects, listens, steers, and loses it in two ways.
// usage: vm_client SWITCH_FILE; one line a step; exit status 0 when every step held.
//        vm_client --ride ADDRESS: as one who once knew it under its advertised name; asks for 200 W, says "under
//        load", and rides until it is killed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engine/core/timeline.hpp>
#include <sensors/bluez/central.hpp>

namespace {

using namespace tonus;
using namespace std::chrono_literals;

struct Heard final : sensors::LinkListener {
  int connected = 0, beats = 0, rides = 0, answers = 0, watts = 0;
  std::vector<sensors::Uuid> characteristics;
  std::vector<std::string> lost;
  std::vector<std::vector<std::byte>> indications;
  std::string error;

  void on_connected(std::span<const sensors::Characteristic> what, Instant) override {
    ++connected;
    characteristics.clear();
    for (const auto& it : what) characteristics.push_back(it.uuid);
  }
  void on_read(const sensors::Uuid&, Result<std::span<const std::byte>, Error> value, Instant) override {
    note(value ? "" : value.error().message);
  }
  void on_written(const sensors::Uuid&, Result<void, Error> outcome, Instant) override {
    note(outcome ? "" : outcome.error().message);
  }
  void on_subscribed(const sensors::Uuid&, Result<void, Error> outcome, Instant) override {
    note(outcome ? "" : outcome.error().message);
  }
  void on_packet(const sensors::Uuid& uuid, std::span<const std::byte> packet, Instant) override {
    if (uuid == sensors::uuid::kHeartRateMeasurement) ++beats;
    if (uuid == sensors::uuid::kMachineControlPoint) indications.emplace_back(packet.begin(), packet.end());
    if (uuid != sensors::uuid::kIndoorBikeData || packet.size() != 8) return;
    ++rides;
    watts = std::to_integer<int>(packet[6]) | std::to_integer<int>(packet[7]) << 8;
  }
  void on_lost(const std::string& why, Instant) override {
    fmt::print("  lost: {}\n", why);
    lost.push_back(why);
  }
  void note(const std::string& what) {
    ++answers;
    error = what;
  }
};

class Walk {
 public:
  static constexpr const char* kName = "Tonus VM";  ///< advertised; the GAP service of the peripheral says another

  explicit Walk(std::string switch_file, std::vector<sensors::RememberedDevice> remembered = {})
      : switch_file_(std::move(switch_file)),
        central_(timeline_, {.remembered = std::move(remembered), .release = sensors::releases_of_any_trainer()}) {}

  int ride() {
    if (!connect() || !subscribe() || !steer()) return 1;
    fmt::print("under load\n");
    std::fflush(stdout);
    for (;;) central_.run_once(100ms);
  }
  int run() {
    const bool is_good = find() && connect() && subscribe() && listen() && steer() && drop() && withdraw();
    fmt::print("address {}\n{}\n", central_.address_of(kName), is_good ? "the walk held" : "a step did not hold");
    return is_good ? 0 : 1;
  }

 private:
  bool step(const std::string& name, Duration within, const std::function<bool()>& is_so) {
    const Instant began = timeline_.now();
    while (!is_so() && timeline_.now() - began < within) central_.run_once(50ms);
    const bool is_good = is_so();
    fmt::print("{:<8} {:6.2f} s  {} {}\n", is_good ? "held" : "FAILED", seconds(timeline_.now() - began), name,
               heard_.error);
    std::fflush(stdout);
    return is_good;
  }
  void turn(const char* word) { std::ofstream(switch_file_, std::ios::app) << word << '\n'; }
  bool ask(const std::string& name, const std::function<void()>& what) {
    const int before = heard_.answers;
    what();
    return step(name, 10s, [&] { return heard_.answers > before; }) && heard_.error.empty();
  }
  bool write(const std::string& name, std::vector<std::byte> packet, std::byte result) {
    heard_.indications.clear();
    return ask(name, [&] { link_->write(sensors::uuid::kMachineControlPoint, packet); }) &&
           step(name + ", indicated", 10s, [&] { return !heard_.indications.empty(); }) &&
           heard_.indications[0] == std::vector<std::byte>{std::byte{0x80}, packet[0], result};
  }

  bool find() {
    central_.start_scan({sensors::uuid::kHeartRateService});
    // btvirt sends an advertisement once a discovery; on a loaded host it may be lost, several times in a row.
    const bool is_good = step("found by scanning", 60s, [&] {
      const auto found = central_.found();
      return std::any_of(found.begin(), found.end(), [](const auto& it) { return it.name == kName; });
    });
    central_.stop_scan();
    return is_good;
  }
  bool connect() {
    link_ = &central_.connect(kName, heard_);
    // Heard anew first: see find().
    return step("connected, services known", 120s, [&] { return heard_.connected == 1; }) && knows_all();
  }
  bool knows_all() const {
    return std::all_of(std::begin(kAll), std::end(kAll), [&](const auto& uuid) {
      return std::find(heard_.characteristics.begin(), heard_.characteristics.end(), uuid) !=
             heard_.characteristics.end();
    });
  }
  bool subscribe() {
    for (const auto& uuid :
         {sensors::uuid::kHeartRateMeasurement, sensors::uuid::kIndoorBikeData, sensors::uuid::kMachineControlPoint}) {
      if (!ask("subscribed", [&] { link_->subscribe(uuid); })) return false;
    }
    return ask("read", [&] { link_->read(sensors::uuid::kMachineFeature); });
  }
  bool listen() {
    heard_.beats = heard_.rides = 0;
    const Instant end = timeline_.now() + 20s;
    const bool is_good = step("20 s of notifications", 25s, [&] { return timeline_.now() >= end; });
    fmt::print("  {} heart rates, {} bike records\n", heard_.beats, heard_.rides);
    return is_good && heard_.beats >= 15 && heard_.beats <= 25 && heard_.rides >= 15;
  }
  bool steer() {
    return write("control requested", {std::byte{0x00}}, std::byte{1}) &&
           write("200 W asked for", {std::byte{0x05}, std::byte{200}, std::byte{0}}, std::byte{1}) &&
           step("200 W ridden", 10s, [&] { return heard_.watts == 200; });
  }
  bool again(const std::string& name) {
    return step(name, 60s, [&] { return heard_.connected == 1; }) && knows_all() && subscribe() &&
           step("values again", 10s, [&] { return heard_.beats >= 3; });
  }
  bool lose(const char* how) {
    heard_.lost.clear();
    heard_.connected = heard_.beats = 0;
    turn(how);
    return step(std::string(how) + " noticed", 30s, [&] { return !heard_.lost.empty(); });
  }
  bool drop() { return lose("drop") && again("connected again"); }
  bool withdraw() {
    if (!lose("withdraw")) return false;
    heard_.beats = 0;
    turn("offer");
    return again("services back");
  }

  static constexpr sensors::Uuid kAll[] = {sensors::uuid::kHeartRateMeasurement, sensors::uuid::kBodySensorLocation,
                                           sensors::uuid::kMachineFeature,       sensors::uuid::kIndoorBikeData,
                                           sensors::uuid::kMachineControlPoint,  sensors::uuid::kMachineStatus};
  std::string switch_file_;
  SteadyTimeline timeline_;
  sensors::bluez::Central central_;
  Heard heard_;
  sensors::GattLink* link_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--ride") return Walk("", {{Walk::kName, argv[2]}}).ride();
  if (argc == 2) return Walk(argv[1]).run();
  fmt::print(stderr, "usage: vm_client SWITCH_FILE | --ride ADDRESS\n");
  return 2;
}
