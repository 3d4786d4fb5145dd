#pragma once
// Waiting for the runtime's next frame, on a thread of its own: where drawing blocks, as it does on a processor, the
// next frame is asked for while this one is drawn. Else every frame that lasts longer than was foretold costs another.

#include <semaphore>
#include <thread>

#include "api.hpp"

namespace tonus::xr::openxr {

/// All of it on the display thread. Neither locks nor allocates after it was made.
class FrameWaiter {
 public:
  /// Both outlive it.
  FrameWaiter(const Api& api, XrSession session);
  /// Waits for an answer that was asked for.
  ~FrameWaiter();
  FrameWaiter(const FrameWaiter&) = delete;
  FrameWaiter& operator=(const FrameWaiter&) = delete;

  /// Calls xrWaitFrame elsewhere, once: nothing happens where an answer is still to be taken. The frame before has
  /// begun.
  void ask();
  /// Blocks until the answer is there, and asks before where nobody has.
  XrResult take(XrFrameState& frame);
  /// Of what was asked for. To be called before the session ends.
  void forget();

 private:
  void run();

  const Api& api_;
  XrSession session_;
  std::binary_semaphore asked_{0}, answered_{0};
  XrFrameState frame_{XR_TYPE_FRAME_STATE};
  XrResult result_ = XR_SUCCESS;
  bool is_asked_ = false;
  bool ends_ = false;  ///< told with asked_
  std::thread thread_;
};

}  // namespace tonus::xr::openxr
