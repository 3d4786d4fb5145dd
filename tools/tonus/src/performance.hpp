#pragma once
// One session being played, with its recorder and its ledger; the same for a window and for nobody.

#include <memory>
#include <vector>

#include "device_log.hpp"
#include "outcome.hpp"
#include "stage.hpp"

namespace tonus::tool {

class Performance {
 public:
  /// Makes the folder and opens every file, so that an unwritable place is known before the first tick.
  /// `source`: see make_stage.
  [[nodiscard]] static Result<std::unique_ptr<Performance>, Refusal> create(
      const PlayOptions& options, const Choices& choices, std::unique_ptr<sensors::SensorSource> source = nullptr);
  ~Performance();

  /// One tick. A recorded motion plays in place of `poses`, whatever the display. When the source has ended, or
  /// `must_end`, the session is ended by stopping it twice.
  session::TickOutputs step(const BodyPoses& poses, std::span<const InputEvent> events, bool must_end = false) noexcept;

  [[nodiscard]] const session::SessionDefinition& definition() const noexcept;
  [[nodiscard]] const std::optional<std::filesystem::path>& folder() const noexcept;
  /// For devices(), by the one thread that shows them; gone after finish().
  [[nodiscard]] sensors::SensorSource& source() noexcept;
  /// What has happened to devices since the last call, for the same thread.
  std::span<const DeviceLog::Entry> device_news();
  /// Lets go of the devices (a trainer is unloaded first, which may take 2 s), closes everything, writes summary and
  /// report. Call once.
  [[nodiscard]] Outcome finish(const session::CoachView& view, std::vector<std::string> pictures, bool was_interrupted);

 private:
  struct Impl;
  explicit Performance(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Prints the outcome and says what went wrong; the exit status of `tonus play`.
[[nodiscard]] int report_outcome(Outcome& outcome, bool json);

}  // namespace tonus::tool
