// Stories of several devices that say the same thing: who is heard, when that changes, and that it is said.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/hub/hub.hpp>

namespace {

using namespace tonus;
using namespace tonus::sensors;

/// Gives what it was told to, no clock.
class Scripted final : public SensorSource {
 public:
  explicit Scripted(std::vector<Sample> samples) : samples_(std::move(samples)) { info_.name = "scripted"; }
  const SourceInfo& info() const noexcept override { return info_; }
  void poll(Instant until, const SourceFeedback&, SampleBatch& out) noexcept override {
    while (next_ < samples_.size() && samples_[next_].at <= until && out.try_push(samples_[next_])) ++next_;
  }
  bool has_ended() const noexcept override { return next_ == samples_.size(); }

 private:
  SourceInfo info_;
  std::vector<Sample> samples_;
  std::size_t next_ = 0;
};

struct Stretch {
  int from_s, to_s;
};
/// One sample a second, `bpm`, with a beat each where it is a strap.
std::unique_ptr<SensorSource> heart(double bpm, bool sends_beats, const std::vector<Stretch>& stretches) {
  std::vector<Sample> samples;
  std::uint32_t sequence = 0;
  for (const Stretch& stretch : stretches) {
    for (int s = stretch.from_s; s < stretch.to_s; ++s) {
      samples.push_back({.at = instant_at(s), .value = bpm, .sequence = sequence++, .kind = SampleKind::HeartRate});
      if (sends_beats) {
        samples.push_back(
            {.at = instant_at(s), .value = 60000.0 / bpm, .sequence = sequence++, .kind = SampleKind::RrInterval});
      }
    }
  }
  return std::make_unique<Scripted>(std::move(samples));
}

/// Heart rate every second over one transport of a device with this serial number.
class Way final : public SensorSource {
 public:
  Way(const char* carrier, const char* serial, double bpm, const std::vector<Stretch>& stretches)
      : bpm_(bpm), stretches_(stretches) {
    DeviceStatus status;
    status.carrier = carrier;
    status.serial = serial;
    status.name = carrier;
    board_.try_push(status);
  }
  const SourceInfo& info() const noexcept override { return info_; }
  void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept override {
    standby = previous.standby;
    for (; instant_at(next_s_) <= until; ++next_s_) {
      const bool is_on =
          std::ranges::any_of(stretches_, [&](const Stretch& s) { return next_s_ >= s.from_s && next_s_ < s.to_s; });
      if (!is_on) continue;
      for (const SampleKind kind : {SampleKind::HeartRate, SampleKind::Power, SampleKind::OxygenSaturation})
        out.try_push({.at = instant_at(next_s_), .value = bpm_, .sequence = sequence_++, .kind = kind});
    }
  }
  bool has_ended() const noexcept override { return false; }
  const DeviceBoard& devices() noexcept override { return board_; }

  std::uint32_t standby = 0;

 private:
  SourceInfo info_;
  DeviceBoard board_;
  double bpm_;
  std::vector<Stretch> stretches_;
  int next_s_ = 0;
  std::uint32_t sequence_ = 0;
};

SensorHub hub_of(std::unique_ptr<SensorSource> a, std::unique_ptr<SensorSource> b) {
  std::vector<SensorHub::Part> parts;
  parts.push_back({std::move(a), 1});
  parts.push_back({std::move(b), 1});
  return SensorHub(std::move(parts));
}

/// Who was heard in each second, -1 where nobody; and what was told.
struct Heard {
  std::vector<int> source;
  std::vector<DeviceEvent> events;
};
Heard listen(SensorHub& hub, int to_s) {
  Heard heard;
  for (int s = 0; s < to_s; ++s) {
    int who = -1;
    for (int step = 0; step < 10; ++step) {
      SampleBatch batch;
      hub.poll(instant_at(s + 0.1 * step), {}, batch);
      for (const Sample& sample : batch) {
        if (sample.kind == SampleKind::HeartRate) who = sample.source;
      }
    }
    heard.source.push_back(who);
    for (DeviceEvent event; hub.next_event(event);) heard.events.push_back(event);
  }
  return heard;
}

TEST(SensorHub, OneHeartIsHeardAndTheOtherDoesNotEnter) {
  auto hub = hub_of(heart(120, true, {{0, 30}}), heart(124, true, {{0, 30}}));
  const Heard heard = listen(hub, 30);
  for (const int who : heard.source) EXPECT_EQ(who, 0);
}

TEST(SensorHub, ASilentDeviceIsLeftAfterThreeSecondsAndTakenBackAfterTenWithoutAGap) {
  auto hub = hub_of(heart(120, true, {{0, 20}, {40, 80}}), heart(121, true, {{0, 80}}));
  const Heard heard = listen(hub, 80);
  EXPECT_EQ(heard.source[19], 0);
  EXPECT_EQ(heard.source[21], -1) << "not mixed in at once";
  EXPECT_EQ(heard.source[23], 1);
  EXPECT_EQ(heard.source[45], 1) << "not back and forth";
  EXPECT_EQ(heard.source[51], 0);
  int changes = 0;
  for (const DeviceEvent& event : heard.events) changes += event.kind == DeviceEventKind::Chosen ? 1 : 0;
  EXPECT_EQ(changes, 3) << "first choice, away, back: each said once";
}

TEST(SensorHub, WhoSendsBeatsComesBeforeWhoOnlyHasARate) {
  auto hub = hub_of(heart(120, false, {{0, 40}}), heart(121, true, {{0, 40}}));
  const Heard heard = listen(hub, 40);
  EXPECT_EQ(heard.source[2], 0);
  EXPECT_EQ(heard.source[20], 1);
}

TEST(SensorHub, TwoHeartsThatDisagreeAreToldOnceAMinute) {
  auto hub = hub_of(heart(120, true, {{0, 100}}), heart(150, true, {{0, 100}}));
  const Heard heard = listen(hub, 100);
  std::vector<double> told_s;
  for (const DeviceEvent& event : heard.events) {
    if (event.kind == DeviceEventKind::Disagree) told_s.push_back(seconds(event.at));
  }
  ASSERT_EQ(told_s.size(), 2U);
  EXPECT_NEAR(told_s[0], 10.0, 0.5);
  EXPECT_NEAR(told_s[1], 70.0, 0.5);
}

TEST(SensorHub, TwoHeartsThatAgreeAreNotTold) {
  auto hub = hub_of(heart(120, true, {{0, 100}}), heart(127, true, {{0, 100}}));
  for (const DeviceEvent& event : listen(hub, 100).events) EXPECT_NE(event.kind, DeviceEventKind::Disagree);
}

TEST(SensorHub, OneDeviceOnTwoTransportsIsHeardOverTheFirstAndFailsOverWithHysteresisInAllQuantitiesAtOnce) {
  auto first = std::make_unique<Way>("dircon", "T-0042", 120.0, std::vector<Stretch>{{0, 20}, {30, 80}});
  auto second = std::make_unique<Way>("ble", "t-0042", 121.0, std::vector<Stretch>{{0, 80}});
  Way &dircon = *first, &ble = *second;
  auto hub = hub_of(std::move(first), std::move(second));
  std::vector<std::string> heard;  // a second each: the sources of all samples
  for (int s = 0; s < 80; ++s) {
    std::string who;
    for (int step = 0; step < 10; ++step) {
      SampleBatch batch;
      hub.poll(instant_at(s + 0.1 * step), {}, batch);
      for (const Sample& sample : batch) who += static_cast<char>('0' + sample.source);
      static_cast<void>(hub.devices());
    }
    heard.push_back(who);
    const bool is_over_ble = who.find('1') != std::string::npos;
    if (s > 1 && !who.empty()) {
      EXPECT_EQ(dircon.standby & 1U, is_over_ble ? 1U : 0U) << s;
      EXPECT_EQ(ble.standby & 1U, is_over_ble ? 0U : 1U) << s;
    }
  }
  for (int s = 1; s < 80; ++s) {
    const bool is_ble = s >= 23 && s < 40;
    if (s >= 20 && s < 23) {
      EXPECT_EQ(heard[static_cast<std::size_t>(s)], "") << s << ": not mixed in at once";
    } else {
      EXPECT_EQ(heard[static_cast<std::size_t>(s)], is_ble ? "111" : "000") << s;
    }
  }
  const DeviceBoard& board = hub.devices();
  ASSERT_EQ(board.size(), 2U);
  EXPECT_FALSE(board[0].is_standby);
  EXPECT_TRUE(board[1].is_standby);
  for (DeviceEvent event; hub.next_event(event);) EXPECT_NE(event.kind, DeviceEventKind::Disagree);
}

TEST(SensorHub, TwoDevicesOfOneModelStayTwo) {
  auto first = std::make_unique<Way>("dircon", "T-0042", 120.0, std::vector<Stretch>{{0, 9}});
  auto second = std::make_unique<Way>("ble", "T-0043", 150.0, std::vector<Stretch>{{0, 9}});
  Way& other = *second;
  auto hub = hub_of(std::move(first), std::move(second));
  std::vector<int> of(2, 0);
  for (int s = 0; s < 9; ++s) {
    SampleBatch batch;
    hub.poll(instant_at(s), {}, batch);
    for (const Sample& sample : batch) ++of[sample.source];
    static_cast<void>(hub.devices());
  }
  EXPECT_EQ(of[0], 27);
  EXPECT_EQ(of[1], 9) << "what is in no channel goes through from both";
  EXPECT_EQ(other.standby, 0U);
}

TEST(SensorHub, EqualSamplesGiveEqualChoicesWhateverThePollStep) {
  const auto play = [](double step_s) {
    auto hub = hub_of(heart(120, true, {{0, 20}, {30, 60}}), heart(140, true, {{0, 60}}));
    std::vector<std::pair<double, int>> heard;
    for (double t = 0.0; t < 60.0; t += step_s) {
      SampleBatch batch;
      hub.poll(instant_at(t), {}, batch);
      for (const Sample& s : batch) heard.emplace_back(seconds(s.at), s.source);
    }
    return heard;
  };
  EXPECT_EQ(play(1.0 / 120.0), play(0.25));
}

TEST(SensorHub, MoreThanFitsIntoATickWaitsForTheNextAndNothingIsLost) {
  std::vector<Sample> many;
  for (std::uint32_t i = 0; i < 500; ++i) {
    many.push_back({.at = instant_at(0.0), .value = 100, .sequence = i, .kind = SampleKind::Power});
  }
  std::vector<SensorHub::Part> parts;
  parts.push_back({std::make_unique<Scripted>(many), 1});
  SensorHub hub(std::move(parts));
  std::uint32_t next = 0;
  for (int tick = 0; tick < 40 && !hub.has_ended(); ++tick) {
    SampleBatch batch;
    hub.poll(instant_at(tick / 120.0), {}, batch);
    for (const Sample& s : batch) EXPECT_EQ(s.sequence, next++);
  }
  EXPECT_EQ(next, 500U);
}

}  // namespace
