// Streams no honest sensor sends: whatever comes in, no envelope rule is broken. Ten thousand here, a million in
// tools/test --long (TONUS_STREAMS).
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "session_world.hpp"

#include <engine/core/random.hpp>
#include <scenarios/adaptation/envelope.hpp>
#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/response.hpp>

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

/// One hostile stream: a base signal with freezes, doubled rates, spikes, gaps, clock jumps, NaN, duplicates and
/// disorder, a mode a second, sometimes one for long.
class HostileStream {
 public:
  explicit HostileStream(std::uint64_t seed) : random_(seed), base_bpm_(random_.uniform(50.0, 200.0)) {}

  /// What comes in the second that begins at `now`, 0…kMost samples in no order that can be relied on.
  static constexpr std::size_t kMost = 9;
  void fill(Instant now, int times_a_second, InlineVector<sensors::Sample, kMost>& out) {
    if (lasting_s_-- <= 0) {
      mode_ = static_cast<int>(random_.uniform(0.0, 13.0));
      lasting_s_ = random_.uniform() < 0.2 ? static_cast<int>(random_.uniform(5.0, 30.0)) : 0;
      if (mode_ == 12) base_bpm_ = random_.uniform(40.0, 210.0);  // another rhythm altogether
    }
    for (int i = 0; i < times_a_second; ++i) one(now + from_seconds(i / static_cast<double>(times_a_second)), out);
  }
  Random& random() { return random_; }

 private:
  void one(Instant at, InlineVector<sensors::Sample, kMost>& out) {
    double bpm = base_bpm_ + 3.0 * random_.normal();
    switch (mode_) {
      case 0: return;                                                   // gap
      case 1: bpm = 2.0 * base_bpm_; break;                             // doubled
      case 2: bpm = base_bpm_; break;                                   // frozen
      case 3: bpm += 40.0 * random_.normal(); break;                    // spikes
      case 4: at += from_seconds(random_.uniform(-90.0, 90.0)); break;  // clock jump
      case 5: bpm = std::numeric_limits<double>::quiet_NaN(); break;
      case 6: bpm = random_.uniform() < 0.5 ? -1e300 : std::numeric_limits<double>::infinity(); break;
      case 7: bpm = 0.0; break;
      case 11: bpm = 0.5 * base_bpm_; break;  // halved
      default: break;
    }
    const bool is_rr = random_.uniform() < 0.5;
    sensors::Sample sample{.at = at,
                           .value = is_rr ? 60000.0 / bpm : bpm,
                           .quality = {random_.uniform() < 0.1 ? 0.0 : 1.0},
                           .sequence = ++sequence_,
                           .kind = is_rr ? sensors::SampleKind::RrInterval : sensors::SampleKind::HeartRate};
    out.try_push(sample);
    if (mode_ == 8) out.try_push(sample);  // duplicate
    if (mode_ == 9) {                      // out of order
      sample.at -= from_seconds(3.0);
      out.try_push(sample);
    }
    if (random_.uniform() < 0.2) {
      const double rpm = random_.uniform() < 0.1 ? bpm : random_.uniform(0.0, 120.0);
      out.try_push({.at = at, .value = rpm, .sequence = ++sequence_, .kind = sensors::SampleKind::Cadence});
    }
  }

  Random random_;
  double base_bpm_;
  int mode_ = 0, lasting_s_ = 0;
  std::uint32_t sequence_ = 0;
};

/// How many streams: TONUS_STREAMS in the environment, or ten thousand.
int streams() {
  const char* asked = std::getenv("TONUS_STREAMS");
  return asked != nullptr ? std::atoi(asked) : 10000;
}

/// The rules of the envelope as somebody outside would write them down: from what was asked and what the estimate said,
/// without a look at the envelope's own reasons.
class Referee {
 public:
  explicit Referee(double ceiling_bpm) : ceiling_bpm_(ceiling_bpm) {}

  /// One verdict; what is broken, or nothing.
  const char* see(double before, double after, double dt_s, const body::HeartEstimate& heart, bool has_stopped) {
    if (!(after >= 0.0 && after <= 1.0)) return "not within 0…1";
    const bool is_trusted = heart.is_known && heart.quality.value >= 0.7;
    if (after > before && !is_trusted) return "rose on a poor signal";
    if (after > before && heart.is_irregular) return "rose on an irregular rhythm";
    if (after > before && has_stopped_) return "rose after a stop";
    has_stopped_ = has_stopped_ || has_stopped;
    // At most 12 % at once and 2 % a second, over any stretch: the least that a straight line of 2 % a second needs.
    line_ = std::min(line_ + 0.02 * dt_s, after);
    if (after > line_ + 0.12 + 1e-9) return "rose faster than the slew";
    // A stale rate sheds nothing (docs/safety.md): blindness does, in its own time.
    over_s_ = heart.is_known && !heart.is_stale && heart.value.value > ceiling_bpm_ ? over_s_ + dt_s : 0.0;
    if (over_s_ == 0.0) at_ceiling_ = after;
    if (over_s_ >= 3.0 && !(after < at_ceiling_) && at_ceiling_ > 0.0) return "not lowered 3 s above the ceiling";
    blind_s_ = is_trusted ? 0.0 : blind_s_ + dt_s;
    if (blind_s_ == 0.0) at_blind_ = after;
    if (blind_s_ >= 60.0 && after > std::max(0.25, 0.7 * at_blind_) + 1e-9) return "not eased after a blind minute";
    return nullptr;
  }

 private:
  double ceiling_bpm_;
  double line_ = 1.0, over_s_ = 0.0, at_ceiling_ = 0.0, blind_s_ = 0.0, at_blind_ = 1.0;
  bool has_stopped_ = false;
};

/// Estimator, law and envelope, a step a second, as the conductor joins them.
struct Loop {
  explicit Loop(HostileStream& from) : stream(from) {}

  void second(int now_s, bool must_stop = false) {
    const Instant now = instant_at(now_s);
    InlineVector<sensors::Sample, HostileStream::kMost> samples;
    stream.fill(now, 2, samples);
    for (const sensors::Sample& sample : samples) heart.observe(sample);
    estimate = heart.estimate(now + from_seconds(1.0));
    const double bpm = estimate.is_known ? estimate.value.value : 0.0;
    const bool is_trusted = estimate.is_known && estimate.quality.value >= adaptation::kTrustedQuality;
    blind_s = is_trusted ? 0.0 : blind_s + 1.0;
    irregular_s = estimate.is_irregular ? irregular_s + 1.0 : 0.0;
    const double past = past_bpm[static_cast<std::size_t>(now_s % 10)];
    const double slope = estimate.is_known && past > 0.0 ? (bpm - past) / 10.0 : 0.0;
    past_bpm[static_cast<std::size_t>(now_s % 10)] = bpm;

    response.observe({.intensity = intensity, .bpm = estimate.quality.value >= adaptation::kSureQuality ? bpm : kNaN});
    adaptation::Decision d;
    d.settings = settings;
    d.before = control;
    d.inputs = {.dt_s = 1.0,
                .previous = intensity,
                .target_bpm = 150.0,
                .bpm = bpm,
                .quality = estimate.quality.value,
                .is_known = estimate.is_known};
    d.law_ran = true;
    d.step = adaptation::control(settings, control, d.inputs);
    d.envelope = {.proposed = stream.random().uniform() < 0.1 ? stream.random().uniform(0.0, 1.5) : d.step.proposed,
                  .previous = intensity,
                  .dt_s = 1.0,
                  .bpm = bpm,
                  .spread_bpm = estimate.spread.value,
                  .slope_bpm_per_s = slope,
                  .quality = estimate.quality.value,
                  .blind_s = blind_s,
                  .irregular_s = irregular_s,
                  .ceiling_bpm = kCeiling_bpm,
                  .fallback = 0.25,
                  .is_known = estimate.is_known,
                  .is_from_beats = estimate.is_from_beats,
                  .is_slew_failing = estimate.is_known && estimate.factors.slew < 1.0,
                  .must_stop = must_stop};
    response.describe(d.envelope);
    const adaptation::EnvelopeStep step = adaptation::safety_envelope(envelope, d.envelope);
    control = d.step.next;
    envelope = step.next;
    verdict = step.verdict;
    intensity = verdict.allowed;
  }

  static constexpr double kCeiling_bpm = 160.0;
  static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  HostileStream& stream;
  body::HeartEstimator heart;
  body::HeartEstimate estimate;
  adaptation::ControlSettings settings;
  adaptation::ControlState control;
  adaptation::EnvelopeState envelope;
  adaptation::EnvelopeVerdict verdict;
  adaptation::ResponseMonitor response{65.0, 65.0};
  std::array<double, 10> past_bpm{};
  double intensity = 0.3, blind_s = 0.0, irregular_s = 0.0;
};

TEST(HostileStreams, AsManyAsAskedForBreakNoRuleOfTheEnvelope) {
  const int count = streams();
  int stopped = 0, rose = 0, shed = 0;
  for (int i = 0; i < count; ++i) {
    HostileStream stream(static_cast<std::uint64_t>(i) + 1);
    Loop loop(stream);
    Referee referee(Loop::kCeiling_bpm);
    const int length_s = static_cast<int>(stream.random().uniform(60.0, 121.0));
    for (int s = 0; s < length_s; ++s) {
      const double before = loop.intensity;
      loop.second(s);
      const bool has_stopped = loop.verdict.stop != adaptation::StopCause::None;
      const char* broken = referee.see(before, loop.intensity, 1.0, loop.estimate, has_stopped);
      ASSERT_EQ(broken, nullptr) << "stream " << i << " second " << s << ": " << broken;
      stopped += has_stopped ? 1 : 0;
      shed += loop.verdict.is_shedding ? 1 : 0;
      rose += loop.intensity > before ? 1 : 0;
    }
    const double before = loop.intensity;
    loop.second(length_s, true);
    ASSERT_TRUE(loop.intensity < before || before == 0.0) << "stream " << i << ": stop was not reached in a second";
  }
  std::printf("hostile: %d streams, %d s risen, %d s shed, %d s stopped\n", count, rose, shed, stopped);
  EXPECT_GT(rose, count) << "streams that allow nothing try nothing";
  EXPECT_GT(shed, count / 10);
}

TEST(HostileStreams, ARefereeSeesEachRuleThatIsBroken) {
  body::HeartEstimate good{.is_known = true, .value = {130.0}, .quality = {1.0}, .is_stale = false};
  body::HeartEstimate poor = good, high = good;
  poor.quality = {0.5};
  high.value = {170.0};
  const auto fresh = [] { return Referee(160.0); };
  EXPECT_STREQ(fresh().see(0.5, 1.1, 1.0, good, false), "not within 0…1");
  EXPECT_STREQ(fresh().see(0.5, 0.51, 1.0, poor, false), "rose on a poor signal");
  Referee slew = fresh();
  EXPECT_EQ(slew.see(0.3, 0.3, 1.0, good, false), nullptr);
  EXPECT_STREQ(slew.see(0.3, 0.45, 1.0, good, false), "rose faster than the slew");
  Referee stop = fresh();
  EXPECT_EQ(stop.see(0.3, 0.28, 1.0, good, true), nullptr);
  EXPECT_STREQ(stop.see(0.28, 0.29, 1.0, good, false), "rose after a stop");
  Referee ceiling = fresh();
  EXPECT_EQ(ceiling.see(0.5, 0.5, 1.0, good, false), nullptr);
  EXPECT_EQ(ceiling.see(0.5, 0.5, 1.0, high, false), nullptr);
  EXPECT_EQ(ceiling.see(0.5, 0.5, 1.0, high, false), nullptr);
  EXPECT_STREQ(ceiling.see(0.5, 0.5, 1.0, high, false), "not lowered 3 s above the ceiling");
  Referee blind = fresh();
  const char* broken = blind.see(0.9, 0.9, 1.0, good, false);
  for (int s = 0; s < 60 && broken == nullptr; ++s) broken = blind.see(0.9, 0.9, 1.0, poor, false);
  EXPECT_STREQ(broken, "not eased after a blind minute");
}

/// The same through whole sessions, tick by tick and with commands: fewer of them, because each has a world of its own.
TEST(HostileStreams, WholeSessionsBreakNoRuleAndEveryRowRecomputes) {
  const int count = std::min(streams() / 10, 10000);
  constexpr std::int64_t kTicks = 12 * kTicksPerSecond;
  auto d = definition_of(60);
  for (int i = 0; i < count; ++i) {
    auto session = *Session::create(d, std::make_unique<QuietScenario>());
    HostileStream stream(static_cast<std::uint64_t>(i) + 1);
    Referee referee(d.limits.ceiling.value);
    InlineVector<sensors::Sample, HostileStream::kMost> coming;
    TickInputs in;
    double previous = 1.0;
    for (std::int64_t t = 0; t < kTicks; ++t) {
      in.samples.clear();
      in.events.clear();
      if (t % kTicksPerSecond == 0) {
        coming.clear();
        stream.fill(tick_start(t), 4, coming);
      }
      // A tick brings what is due by then, whatever time it claims.
      const auto slot = static_cast<std::size_t>(t % kTicksPerSecond) / 13;
      if (t % 13 == 0 && slot < coming.size()) in.samples.try_push(coming[slot]);
      if (t % 30 == 0 && stream.random().uniform() < 0.02) {
        const auto action = static_cast<Action>(static_cast<int>(stream.random().uniform(2.0, 12.0)));
        in.events.try_push({tick_start(t), action, static_cast<std::uint8_t>(6 + stream.random().next() % 12)});
      }
      const auto out = session->tick(in);
      const auto& view = out.view;
      for (const auto& row : out.rows) ASSERT_TRUE(adaptation::recomputes(row)) << "stream " << i << " tick " << t;
      const bool has_stopped = view.safety_stop != adaptation::StopCause::None;
      const char* broken =
          referee.see(t > 0 ? previous : view.intensity, view.intensity, kTick_s, view.heart, has_stopped);
      ASSERT_EQ(broken, nullptr) << "stream " << i << " tick " << t << ": " << broken;
      previous = view.intensity;
      if (out.has_ended) break;
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
