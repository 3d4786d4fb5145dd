#pragma once
// The deterministic heart. A session is a plain function of its definition and its TickInputs.

#include <memory>

#include <scenarios/session/definition.hpp>
#include <scenarios/session/scenario.hpp>
#include <scenarios/session/tick_io.hpp>

namespace tonus::session {

/// Where a window sees the world from that a session with this fit begins in: SceneFrame::desktop_eye of its first
/// tick, where no head is measured.
[[nodiscard]] Pose opening_eye(const Fit& fit) noexcept;

/// One thread (sim). tick() allocates nothing in the steady state, locks nothing, reads no clock.
class Session {
 public:
  /// Fails when the definition is out of range (see check()). `call_log`: see physics::WorldDefinition.
  [[nodiscard]] static Result<std::unique_ptr<Session>, Error> create(const SessionDefinition& definition,
                                                                      std::unique_ptr<Scenario> scenario,
                                                                      std::vector<physics::Call>* call_log = nullptr);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Advances by 1/120 s. Ticks after the end change nothing.
  TickOutputs tick(const TickInputs& inputs) noexcept;
  /// Ticks done.
  [[nodiscard]] std::int64_t ticks() const noexcept;

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::session
