#include "serve.hpp"

#include <chrono>
#include <cstdio>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sensors/dircon/discovery.hpp>
#include <sensors/dircon/server.hpp>

#include "commands.hpp"
#include "interrupt.hpp"

namespace tonus::tool {
namespace {

namespace dircon = sensors::dircon;
constexpr Duration kStep = std::chrono::milliseconds(100);  // so soon an interrupt is noticed

/// Where the server can be found, told to the network as long as there is a daemon for it.
class Teller {
 public:
  Teller(const ServeOptions& options, const dircon::Server& server, const std::string& serial) {
    if (!options.has_mdns) return;
    const bool is_local = options.host.starts_with("127.") || options.host == "::1";
    auto made = dircon::Announcement::create({.port = server.port(),
                                              .is_local = is_local,
                                              .services = dircon::offered_services(),
                                              .serial = serial,
                                              .mac = "02:54:4F:4E:55:53"});
    if (made) {
      announcement_ = std::move(*made);
    } else {
      give_up(made.error());
    }
  }
  void run_once() {
    if (!announcement_) return;
    if (const auto ran = announcement_->run_once({}); !ran) give_up(ran.error());
  }

 private:
  void give_up(const Error& error) {
    announcement_.reset();
    fmt::print(stderr, "tonus: served all the same: {}\n", error.message);
  }
  std::unique_ptr<dircon::Announcement> announcement_;
};

void say(bool json, double at_s, std::string_view what) {
  if (json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"t", at_s}, {"event", what}}.dump());
  } else {
    fmt::print("{:8.1f} s  {}\n", at_s, what);
  }
}

}  // namespace

int serve_dircon(const ServeOptions& options) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  const std::vector<std::string_view> words(options.faults.begin(), options.faults.end());
  auto faults = dircon::FaultPlan::parse(words, options.seed);
  if (!faults) return complain(kBadInput, faults.error().message);
  if (const auto known = dircon::SimulatedTrainer::create({.persona = options.persona}); !known) {
    return complain(kBadInput, known.error().message);
  }

  const SteadyTimeline timeline;
  dircon::ServerDefinition definition{.host = options.host,
                                      .port = options.port,
                                      .trainer = {.persona = options.persona, .seed = options.seed},
                                      .faults = std::move(*faults)};
  const std::string serial = definition.serial;
  const auto server = dircon::Server::create(std::move(definition), timeline);
  if (!server) return complain(kFailed, server.error().message);

  const std::string host = options.host.find(':') == std::string::npos ? options.host : '[' + options.host + ']';
  if (options.json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"t", 0.0},
                                              {"event", "serving"},
                                              {"host", options.host},
                                              {"port", (*server)->port()},
                                              {"persona", options.persona}}
                           .dump());
  } else {
    fmt::print("serving simulated:{} on {}:{}\n", options.persona, host, (*server)->port());
  }

  Teller teller(options, **server, serial);
  while (!was_interrupted() && (options.seconds <= 0.0 || seconds(timeline.now()) < options.seconds)) {
    (*server)->run_once(kStep);
    for (const dircon::ServerEvent& event : (*server)->take_events()) say(options.json, seconds(event.at), event.what);
    teller.run_once();
  }
  return was_interrupted() ? kInterrupted : kDone;
}

}  // namespace tonus::tool
