// Ten thousand streams no honest sensor sends: whatever comes in, no envelope rule is broken.
#include <limits>

#include "session_world.hpp"

#include <engine/core/random.hpp>
#include <scenarios/adaptation/law.hpp>

namespace tonus::session {
namespace {

/// Asks a phrase every five seconds and has no bodies: the streams are about decisions.
class QuietScenario final : public Scenario {
 public:
  void set_up(physics::World&, std::uint64_t) override {}
  void before_step(const ScenarioInputs&, physics::World&) noexcept override {}
  void after_step(const ScenarioInputs& in, physics::World&, ScenarioOutputs& out) noexcept override {
    out.demand = in.intensity.value;
    out.at_boundary = in.tick % (5 * kTicksPerSecond) == 0;
  }
  void draw(const physics::World&, SceneFrame&) const noexcept override {}
  void mix_into(StateHash&) const noexcept override {}
};

/// One hostile stream: a base signal with freezes, doublings, spikes, gaps, clock jumps, NaN, duplicates and disorder.
class HostileStream {
 public:
  explicit HostileStream(std::uint64_t seed) : random_(seed), base_bpm_(random_.uniform(50.0, 200.0)) {}

  void fill(std::int64_t tick, TickInputs& in) {
    in.samples.clear();
    in.events.clear();
    if (tick % kTicksPerSecond == 0) mode_ = static_cast<int>(random_.uniform(0.0, 11.0));
    if (tick % 30 != 0) return;
    if (random_.uniform() < 0.02)
      in.events.try_push({tick_start(tick), static_cast<Action>(static_cast<int>(random_.uniform(2.0, 7.0)))});
    double bpm = base_bpm_ + 3.0 * random_.normal();
    Instant at = tick_start(tick);
    switch (mode_) {
      case 0: return;                                                   // gap
      case 1: bpm = 2.0 * base_bpm_; break;                             // doubled
      case 2: bpm = base_bpm_; break;                                   // frozen
      case 3: bpm += 40.0 * random_.normal(); break;                    // spikes
      case 4: at += from_seconds(random_.uniform(-90.0, 90.0)); break;  // clock jump
      case 5: bpm = std::numeric_limits<double>::quiet_NaN(); break;
      case 6: bpm = random_.uniform() < 0.5 ? -1e300 : std::numeric_limits<double>::infinity(); break;
      case 7: bpm = 0.0; break;
      default: break;
    }
    const bool is_rr = random_.uniform() < 0.5;
    sensors::Sample sample{.at = at,
                           .value = is_rr ? 60000.0 / bpm : bpm,
                           .quality = {random_.uniform() < 0.1 ? 0.0 : 1.0},
                           .sequence = ++sequence_,
                           .kind = is_rr ? sensors::SampleKind::RrInterval : sensors::SampleKind::HeartRate};
    in.samples.try_push(sample);
    if (mode_ == 8) in.samples.try_push(sample);  // duplicate
    if (mode_ == 9) {                             // out of order
      sample.at -= from_seconds(3.0);
      in.samples.try_push(sample);
    }
  }

 private:
  Random random_;
  double base_bpm_;
  int mode_ = 0;
  std::uint32_t sequence_ = 0;
};

TEST(HostileStreams, TenThousandBreakNoRuleOfTheEnvelope) {
  constexpr int kStreams = 10000;
  constexpr std::int64_t kTicks = 12 * kTicksPerSecond;
  auto d = definition_of(60);
  for (int i = 0; i < kStreams; ++i) {
    auto session = *Session::create(d, std::make_unique<QuietScenario>());
    HostileStream stream(static_cast<std::uint64_t>(i) + 1);
    TickInputs in;
    double previous = 1.0;
    for (std::int64_t t = 0; t < kTicks; ++t) {
      stream.fill(t, in);
      const auto out = session->tick(in);
      const auto& view = out.view;
      ASSERT_TRUE(view.intensity >= 0.0 && view.intensity <= 1.0) << "stream " << i << " tick " << t;
      if (t > 0 && view.intensity > previous) {
        ASSERT_TRUE(view.heart.is_known && view.heart.quality.value >= 0.7)
            << "raised on a poor signal, stream " << i << " tick " << t;
        ASSERT_LE(view.intensity - previous, 0.012 * 8.5) << "raised too fast, stream " << i << " tick " << t;
      }
      previous = view.intensity;
      for (const auto& row : out.rows) ASSERT_TRUE(adaptation::recomputes(row)) << "stream " << i << " tick " << t;
    }
    // Stop is reachable from whatever state that left.
    in.samples.clear();
    in.events.clear();
    in.events.try_push({tick_start(kTicks), Action::Stop});
    ASSERT_NE(session->tick(in).view.phase, Phase::Work) << "stream " << i;
    ASSERT_TRUE(session->tick(in).has_ended) << "stream " << i;
  }
}

}  // namespace
}  // namespace tonus::session
