// A bluetoothd that is none, with a strap and a trainer that somebody rides: for runs of the whole program without
// Bluetooth. fake_bluez --help lists the faults.
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <engine/core/timeline.hpp>

#include "fake_bluez.hpp"
#include "fake_rider.hpp"
#include "private_bus.hpp"

namespace {

using namespace tonus;
using namespace tonus::test;
using namespace std::chrono_literals;

std::atomic<bool> stop{false};

struct Options {
  std::string address, persona = "healthy";
  bool has_own_bus = false;
  std::uint64_t seed = 1;
  double seconds = 0.0;
  std::vector<std::string> faults;
};

/// Something that happens at a time of the run.
struct Event {
  double at_s = 0.0;
  std::function<void(FakeBluez&)> act;
};

/// "NAME", "NAME:NUMBER", "NAME@SECONDS".
struct Fault {
  std::string name;
  int number = 1;
  double at_s = 0.0;
};

Fault parse_fault(const std::string& text) {
  Fault fault{.name = text.substr(0, text.find_first_of(":@"))};
  if (const auto colon = text.find(':'); colon != text.npos)
    fault.number = std::stoi(text.substr(colon + 1), nullptr, 0);
  if (const auto sign = text.find('@'); sign != text.npos) fault.at_s = std::stod(text.substr(sign + 1));
  return fault;
}

constexpr double kBack_s = 5.0;  ///< after what comes back by itself

using Act = std::function<void(FakeBluez&, FakePeer& strap, FakePeer& trainer, int number)>;

const std::map<std::string, Act>& faults() {
  static const std::map<std::string, Act> table{
      {"abort", [](auto&, auto& strap, auto&, int n) { strap.faults.aborts = n; }},
      {"br", [](auto&, auto& strap, auto&, int n) { strap.faults.wrong_bearer = n; }},
      {"in-progress", [](auto&, auto& strap, auto&, int n) { strap.faults.in_progress = n; }},
      {"never-resolves", [](auto&, auto& strap, auto&, int) { strap.faults.never_resolves = true; }},
      {"stale", [](auto&, auto& strap, auto&, int) { strap.faults.is_stale = true; }},
      {"copies", [](auto&, auto& strap, auto&, int n) { strap.faults.copies = n; }},
      {"mute", [](auto&, auto&, auto& trainer, int) { trainer.faults.is_mute = true; }},
      {"write-error",
       [](auto&, auto&, auto& trainer, int n) { trainer.faults.write_error = static_cast<std::uint8_t>(n); }},
      {"silence", [](auto&, auto& strap, auto&, int) { strap.faults.copies = 0; }},
      {"drop", [](auto& fake, auto& strap, auto&, int) { fake.drop(strap); }},
      {"hang-up", [](auto& fake, auto& strap, auto&, int) { fake.hang_up(strap); }},
      {"withdraw", [](auto& fake, auto& strap, auto&, int) { fake.withdraw_services(strap); }},
      {"off", [](auto& fake, auto&, auto&, int) { fake.set_power(false); }},
      {"missing", [](auto& fake, auto&, auto&, int) { fake.set_adapter(false); }},
      {"denied", [](auto& fake, auto&, auto&, int) { fake.set_refusal(true); }},
      {"die", [](auto& fake, auto&, auto&, int) { fake.die(); }},
  };
  return table;
}

/// What undoes a fault some seconds later; others stay.
const std::map<std::string, Act>& returns() {
  static const std::map<std::string, Act> table{
      {"drop", [](auto& fake, auto& strap, auto&, int) { fake.come_near(strap); }},
      {"withdraw", [](auto& fake, auto& strap, auto&, int) { fake.offer_services(strap); }},
      {"off", [](auto& fake, auto&, auto&, int) { fake.set_power(true); }},
      {"missing", [](auto& fake, auto&, auto&, int) { fake.set_adapter(true); }},
      {"die", [](auto& fake, auto&, auto&, int) { fake.come_back(); }},
  };
  return table;
}

std::vector<Event> plan(const std::vector<std::string>& texts, FakePeer& strap, FakePeer& trainer) {
  std::vector<Event> events;
  const auto add = [&](const Act& act, const Fault& fault, double at_s) {
    events.push_back(
        {at_s, [act, number = fault.number, &strap, &trainer](FakeBluez& fake) { act(fake, strap, trainer, number); }});
  };
  for (const std::string& text : texts) {
    const Fault fault = parse_fault(text);
    const auto it = faults().find(fault.name);
    if (it == faults().end()) throw CLI::ValidationError("--fault", "unknown fault " + fault.name);
    add(it->second, fault, fault.at_s);
    if (const auto back = returns().find(fault.name); back != returns().end() && fault.at_s > 0.0)
      add(back->second, fault, fault.at_s + kBack_s);
  }
  return events;
}

int run(const Options& options) {
  const auto own_bus = options.has_own_bus ? PrivateBus::start() : nullptr;
  if (options.has_own_bus && !own_bus) throw std::runtime_error("no dbus-daemon could be started; install dbus-daemon");
  FakeBluez fake(own_bus ? own_bus->address() : options.address, {});
  FakePeer& strap = fake.add_peer(make_strap());
  FakePeer& trainer = fake.add_peer(make_trainer());
  auto events = plan(options.faults, strap, trainer);
  FakeRider rider(fake, strap.address, trainer.address, options.persona, options.seed);
  if (own_bus) fmt::print("DBUS_SYSTEM_BUS_ADDRESS={}\n", own_bus->address());
  fmt::print("ready: {} ({}), {} ({})\n", strap.name, strap.address, trainer.name, trainer.address);
  std::fflush(stdout);

  const SteadyTimeline timeline;
  Instant next{1s};
  std::size_t told = 0;
  while (!stop && (options.seconds <= 0.0 || seconds(timeline.now()) < options.seconds)) {
    for (auto it = events.begin(); it != events.end();) {
      if (seconds(timeline.now()) < it->at_s) {
        ++it;
        continue;
      }
      it->act(fake);
      it = events.erase(it);
    }
    if (timeline.now() >= next) {
      rider.second(next);
      fake.advertise();
      next += 1s;
    }
    fake.run_once(20);
    for (; told < fake.writes().size(); ++told)
      fmt::print("{:.2f} s  written: {}\n", seconds(timeline.now()), fake.writes()[told]);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, [](int) { stop = true; });
  std::signal(SIGTERM, [](int) { stop = true; });
  CLI::App app{"A bluetoothd that is none: a strap and a trainer, ridden by the simulated athlete."};
  Options options;
  std::string names;
  for (const auto& [name, act] : faults()) names += " " + name;
  app.add_option("--address", options.address, "bus to appear on")->envname("DBUS_SYSTEM_BUS_ADDRESS");
  app.add_flag("--own-bus", options.has_own_bus, "start a bus and print its address");
  app.add_option("--persona", options.persona, "who rides")->capture_default_str();
  app.add_option("--seed", options.seed, "of the rider")->capture_default_str();
  app.add_option("--seconds", options.seconds, "then end; 0: until interrupted")->capture_default_str();
  app.add_option("--fault", options.faults,
                 "NAME[:NUMBER][@SECONDS], repeatable; drop, withdraw, off, missing and die with a time are over after "
                 "5 s. Names:" +
                     names);
  CLI11_PARSE(app, argc, argv);
  try {
    if (options.address.empty() && !options.has_own_bus)
      throw CLI::RequiredError("--address, DBUS_SYSTEM_BUS_ADDRESS or --own-bus");
    return run(options);
  } catch (const CLI::Error& problem) {
    return app.exit(problem);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "fake_bluez: {}\n", problem.what());
    return 1;
  }
}
