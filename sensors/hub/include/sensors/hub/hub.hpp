#pragma once
// Several sources as one: each quantity comes from one device at a time, chosen by a stated order, changed with
// hysteresis, and said.

#include <memory>
#include <vector>

#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// Quantities that stay together: a heart rate and the beats behind it come from one strap.
enum class Channel : std::uint8_t { Heart, Power, Cadence, Speed, Count };
[[nodiscard]] std::string_view name(Channel channel);  ///< "heart rate", "power", …

/// The order: for the heart, who sends beats comes before who does not; beyond that, who was named first. The chosen
/// device is left when it was silent for 3 s, and a better one is taken (back) when it was there for 10 s without a
/// gap. Samples of the others do not enter the session. Two hearts that differ by more than 10 bpm for 10 s are told,
/// once a minute.
///
/// One physical device on two transports (identity.hpp) is heard over one of them at a time, all its quantities: over
/// the one that was named first; the other takes its place, and gives it back, with the same 3 s and 10 s. Only the
/// trainer of the one that is heard is asked for anything.
///
/// Sim thread for poll, which neither allocates nor locks, and next_event; one other thread for devices, which is also
/// where devices are recognised: call it several times a second. A plain function of the samples of its parts and of
/// who is recognised: equal samples, equal choice.
class SensorHub final : public SensorSource {
 public:
  /// At least one part. Sample::source of a part's device i becomes the number of all devices before it plus i; a part
  /// has the slots that `slots` says (1 unless it carries several devices).
  struct Part {
    std::unique_ptr<SensorSource> source;
    std::uint8_t slots = 1;
  };
  explicit SensorHub(std::vector<Part> parts);
  ~SensorHub() override;

  [[nodiscard]] const SourceInfo& info() const noexcept override;
  void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept override;
  /// When the last part has ended.
  [[nodiscard]] bool has_ended() const noexcept override;
  [[nodiscard]] std::uint64_t lost_samples() const noexcept override;
  bool next_event(DeviceEvent& event) noexcept override;
  [[nodiscard]] const DeviceBoard& devices() noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors
