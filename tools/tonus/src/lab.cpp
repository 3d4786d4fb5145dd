#include "lab.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include <report.hpp>

#include "commands.hpp"
#include "interrupt.hpp"

namespace tonus::tool {
namespace {

/// One line on a terminal, nothing anywhere else.
class LabProgress {
 public:
  ~LabProgress() {
    if (has_drawn_) fmt::print(stderr, "\r\033[K");
  }
  void show(const lab::Part& part, std::size_t done, std::size_t all) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_on_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(500);
    has_drawn_ = true;
    fmt::print(stderr, "\r\033[K{} on the {}: {} of {} athletes", part.protocol->name, lab::machine(part.work).name,
               done, all);
    std::fflush(stderr);
  }

 private:
  bool is_on_ = isatty(STDERR_FILENO) == 1, has_drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

std::string known_protocols() {
  std::string out = "all";
  for (const lab::Protocol& protocol : lab::protocols()) out += fmt::format(", {}", protocol.name);
  return out;
}

}  // namespace

int lab(const LabOptions& o) {
  lab::RunOptions run_options{.athletes = o.athletes,
                              .first_seed = o.seed,
                              .plant = o.plant == "nonlinear" ? athlete::Plant::Nonlinear : athlete::Plant::TwoPhase,
                              .threads = o.threads};
  for (const lab::Protocol& protocol : lab::protocols()) {
    if (o.protocol == "all" || o.protocol == protocol.name) run_options.protocols.push_back(&protocol);
  }
  if (run_options.protocols.empty()) {
    return complain(kBadInput, fmt::format("unknown protocol \"{}\": one of {}", o.protocol, known_protocols()));
  }
  lab::Results results;
  {
    LabProgress progress;
    results = lab::run(run_options, [&progress](const lab::Part& part, std::size_t done, std::size_t all) {
      progress.show(part, done, all);
      return !was_interrupted();
    });
  }
  if (was_interrupted()) return kInterrupted;
  const lab::Report report = lab::make_report(std::move(results), build_name());
  if (o.out) {
    std::ofstream file(*o.out, std::ios::binary);
    file << lab::as_page(report);
    file.close();
    if (!file) return complain(kFailed, fmt::format("cannot write {}", *o.out));
  }
  fmt::print("{}", o.json ? lab::as_json(report) : lab::as_text(report));
  return kDone;
}

}  // namespace tonus::tool
