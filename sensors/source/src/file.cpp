#include <sensors/source/file.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

namespace tonus::sensors {
namespace {

/// Longer than any recording; beyond it lies only a broken clock.
constexpr double kLongest_s = 400.0 * 86400.0;

/// Samples of an activity in the order they are given.
class Score {
 public:
  explicit Score(const exchange::Activity& activity) {
    for (const exchange::ActivityRecord& record : activity.records) add_record(record);
    for (const exchange::ActivityBeat& beat : activity.beats) add_beat(beat);
    std::ranges::stable_sort(samples_, {}, &Sample::at);
    for (std::size_t i = 0; i < samples_.size(); ++i) samples_[i].sequence = static_cast<std::uint32_t>(i);
  }
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }
  [[nodiscard]] std::vector<Sample> take() && { return std::move(samples_); }

 private:
  void add_record(const exchange::ActivityRecord& record) {
    if (!(record.t_s >= latest_s_ && record.t_s <= kLongest_s)) {
      ++left_out_;
      return;
    }
    latest_s_ = record.t_s;
    add(record.t_s, SampleKind::HeartRate, record.hr_bpm);
    add(record.t_s, SampleKind::Power, record.power_w);
    add(record.t_s, SampleKind::Cadence, record.cadence_rpm);
    add(record.t_s, SampleKind::Speed, record.speed_m_s);
  }
  void add_beat(const exchange::ActivityBeat& beat) {
    if (beat.t_s >= 0.0 && beat.t_s <= kLongest_s) {
      add(beat.t_s, SampleKind::RrInterval, beat.rr_ms);
    } else {
      ++left_out_;
    }
  }
  void add(double t_s, SampleKind kind, std::optional<double> value) {
    if (!value) return;
    samples_.push_back(
        {.at = instant_at(t_s), .value = *value, .quality = {1.0}, .sequence = 0, .kind = kind, .source = 0});
  }

  std::vector<Sample> samples_;
  double latest_s_ = 0.0;
  std::size_t left_out_ = 0;
};

class RecordedSource final : public SensorSource {
 public:
  RecordedSource(SourceInfo info, std::vector<Sample> samples) noexcept
      : info_(std::move(info)), samples_(std::move(samples)) {}

  [[nodiscard]] const SourceInfo& info() const noexcept override { return info_; }
  void poll(Instant until, const SourceFeedback&, SampleBatch& out) noexcept override {
    while (next_ < samples_.size() && samples_[next_].at <= until && out.try_push(samples_[next_])) ++next_;
  }
  [[nodiscard]] bool has_ended() const noexcept override { return next_ == samples_.size(); }

 private:
  SourceInfo info_;
  std::vector<Sample> samples_;
  std::size_t next_ = 0;
};

std::string describe(const exchange::Activity& activity, Duration length) {
  const auto whole_s = static_cast<long long>(seconds(length));
  std::string text = fmt::format("recording, {}{}{:d}:{:02d}:{:02d}", activity.sport,
                                 activity.sport.empty() ? "" : ", ", whole_s / 3600, whole_s / 60 % 60, whole_s % 60);
  if (!activity.beats.empty()) text += fmt::format(", {} beats", activity.beats.size());
  return text;
}

}  // namespace

Result<std::unique_ptr<SensorSource>, Error> make_recorded(const exchange::Activity& activity, std::string name) {
  Score score(activity);
  const std::size_t left_out = score.left_out();
  std::vector<Sample> samples = std::move(score).take();
  if (samples.empty()) return fail(Error{name + ": holds no heart rate, beats, power, cadence or speed to play"});

  const Duration length = samples.back().at.time_since_epoch();
  SourceInfo info{.name = std::move(name),
                  .description = describe(activity, length),
                  .reacts = false,
                  .length = length,
                  .notes = activity.warnings};
  if (left_out > 0)
    info.notes.push_back(fmt::format(
        "{} record(s) or beat(s) step back in time or lie outside the recording and are not played", left_out));
  return std::make_unique<RecordedSource>(std::move(info), std::move(samples));
}

Result<std::unique_ptr<SensorSource>, Error> make_file_source(const std::filesystem::path& path) {
  const auto activity = exchange::read_activity(path);
  if (!activity) return fail(activity.error());
  return make_recorded(*activity, "file:" + path.string());
}

}  // namespace tonus::sensors
