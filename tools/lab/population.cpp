#include "population.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace tonus::lab {
namespace {

constexpr std::array kWorks{athlete::Work::Cycle, athlete::Work::Treadmill};

bool takes_part(const Protocol& protocol, LawId law) {
  if (law == LawId::Ours) return true;
  if (!is_lqg(law)) return protocol.company >= Company::References;
  return protocol.company >= (law == kLqgOfTable ? Company::BoundToo : Company::CurveToo);
}

/// All laws on one person, one after the other.
void play_one(Part& part, const Subject& subject, std::size_t slot, std::vector<Second>& buffer) {
  for (std::size_t law = 0; law < kLaws; ++law) {
    if (part.of[law].empty()) continue;
    Trial trial(subject, static_cast<LawId>(law), seed_of(*part.protocol, part.work), buffer);
    part.protocol->play(trial, *part.protocol, part.of[law][slot]);
  }
}

/// False: ended early.
bool fill(Part& part, const std::vector<Subject>& people, unsigned threads, const Watch& watch) {
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<bool> must_end{false};
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 0; i < threads; ++i) {
      pool.emplace_back([&] {
        std::vector<Second> buffer;
        for (std::size_t slot = next++; slot < people.size() && !must_end; slot = next++) {
          play_one(part, people[slot], slot, buffer);
          ++done;
        }
      });
    }
    while (done < people.size() && !must_end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(done == 0 ? 5 : 50));
      if (!watch(part, done, people.size())) must_end = true;
    }
  }
  return !must_end;
}

}  // namespace

std::uint64_t seed_of(const Protocol& protocol, athlete::Work work) noexcept {
  // By name, so that a new row in the table moves nobody's seed (FNV-1a).
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325ULL;
  for (const char c : protocol.name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3ULL;
  return 2 * hash + (work == athlete::Work::Treadmill ? 1 : 0);
}

std::vector<double> Part::values(LawId law, Measure measure) const {
  std::vector<double> out;
  out.reserve(of[index(law)].size());
  for (const Outcome& outcome : of[index(law)]) out.push_back(outcome[measure]);
  return out;
}

double Results::athlete_seconds_per_core_second() const {
  double simulated_s = 0.0, cpu_s = 0.0;
  for (const Part& part : parts) {
    for (const Outcome& outcome : part.of[index(LawId::Ours)]) {
      simulated_s += outcome.simulated_s;
      cpu_s += outcome.cpu_s;
    }
  }
  return cpu_s > 0.0 ? simulated_s / cpu_s : 0.0;
}

Results run(const RunOptions& options, const Watch& watch) {
  const auto begin = std::chrono::steady_clock::now();
  Results results{.options = options};
  results.threads = options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  for (std::size_t w = 0; w < kWorks.size(); ++w) {
    for (std::size_t i = 0; i < options.athletes; ++i) {
      results.people[w].push_back(draw_subject(kWorks[w], options.plant, options.first_seed + i));
    }
  }
  for (const Protocol* protocol : options.protocols) {
    for (const athlete::Work work : kWorks) {
      Part part{.protocol = protocol, .work = work};
      for (std::size_t law = 0; law < kLaws; ++law) {
        if (takes_part(*protocol, static_cast<LawId>(law))) part.of[law].resize(options.athletes);
      }
      if (!fill(part, results.of(work), results.threads, watch)) return results;
      results.parts.push_back(std::move(part));
    }
  }
  results.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return results;
}

}  // namespace tonus::lab
