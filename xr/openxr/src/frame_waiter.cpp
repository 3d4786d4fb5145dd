#include "frame_waiter.hpp"

#include <utility>

namespace tonus::xr::openxr {

FrameWaiter::FrameWaiter(const Api& api, XrSession session)
    : api_(api), session_(session), thread_([this] { run(); }) {}

FrameWaiter::~FrameWaiter() {
  forget();
  ends_ = true;
  asked_.release();
  thread_.join();
}

void FrameWaiter::run() {
  for (asked_.acquire(); !ends_; asked_.acquire()) {
    const XrFrameWaitInfo info{XR_TYPE_FRAME_WAIT_INFO};
    frame_ = {XR_TYPE_FRAME_STATE};
    result_ = api_.WaitFrame(session_, &info, &frame_);
    answered_.release();
  }
}

void FrameWaiter::ask() {
  if (std::exchange(is_asked_, true)) return;
  asked_.release();
}

XrResult FrameWaiter::take(XrFrameState& frame) {
  ask();
  answered_.acquire();
  is_asked_ = false;
  frame = frame_;
  return result_;
}

void FrameWaiter::forget() {
  if (std::exchange(is_asked_, false)) answered_.acquire();
}

}  // namespace tonus::xr::openxr
