#include <xr/openxr/session_life.hpp>

namespace tonus::xr::openxr {

SessionLife::Step SessionLife::enter(HeadsetState state) {
  if (is_over()) return Step::None;
  state_ = state;
  switch (state) {
    case HeadsetState::Ready:
      if (is_running_) return Step::None;
      is_running_ = true;
      return Step::Begin;
    case HeadsetState::Stopping:
      if (!is_running_) return Step::None;
      is_running_ = false;
      return Step::End;
    case HeadsetState::Lost:
    case HeadsetState::Exiting: is_running_ = false; return Step::Leave;
    default: return Step::None;
  }
}

}  // namespace tonus::xr::openxr
