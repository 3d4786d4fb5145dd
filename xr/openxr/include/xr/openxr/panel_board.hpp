#pragma once
// Where the board with the panels stands in the person's space, and what a hand that points at it means. Pure.
//
// In front while it waits for the person: 1.3 m away, 1.6 m wide, its middle 0.15 m below the eyes. At their side while
// they play: 43° to the right, 0.72 m wide, its middle 0.2 m below the eyes. It stands still: it comes along, in 0.4 s,
// only when the person has turned or walked away from it for a while. (Comfortable reading: 1 to 2 m away, 15 to 20°
// below eye level at most; text of 16 points, 20 mm from line to line, subtends 0.9° here.)

#include <array>
#include <optional>
#include <vector>

#include <engine/render/view.hpp>
#include <engine/scene/input.hpp>

namespace tonus::xr::openxr {

class PanelBoard {
 public:
  enum class Place : std::uint8_t { Front, Side };

  /// Once a frame with where the head is, instants rising. The first call places it.
  void update(const Pose& head, Place place, Instant at);
  /// Places it anew at the next update(): the person asked for it, or the space jumped.
  void place_anew() { is_placed_ = false; }

  /// The middle of the board, +z towards the person, +x to its right edge.
  [[nodiscard]] const Pose& pose() const { return pose_; }
  [[nodiscard]] float width_m() const;
  [[nodiscard]] float height_m() const;
  /// What panels are laid out on: 1280 x 720 in front, 640 x 720 at the side, times `scale`.
  [[nodiscard]] render::Extent extent(float scale) const;

  /// Where a ray from `from` along its -z meets the board, in pixels of `extent` from the top left corner.
  struct Hit {
    float x_px = 0.0F, y_px = 0.0F;
    Vec3 position;
  };
  [[nodiscard]] std::optional<Hit> hit(const Pose& from, render::Extent extent) const;

 private:
  [[nodiscard]] Pose wished(const Pose& head) const;

  Pose pose_{};
  Pose from_{}, to_{};  ///< while it comes along
  Pose head_when_placed_{};
  Instant moves_since_{}, away_since_{};
  Place place_ = Place::Front;
  bool is_placed_ = false, is_moving_ = false, is_away_ = false;
};

/// Two hands and one pointer, as ImGui and people want it: the hand that pressed last leads; a press that began on the
/// board ends on it.
class PanelPointer {
 public:
  struct HandRay {
    bool is_valid = false;
    Pose aim{};  ///< looks along -z
    bool is_pressed = false;
    float scroll = 0.0F;  ///< stick, -1…1
  };
  /// Once a frame; appends what it means for the panel.
  void update(const PanelBoard& board, render::Extent extent, const std::array<HandRay, kHands>& hands, float delta_s,
              std::vector<PanelEvent>& events);
  /// Where the pointer stands, if it is on the board.
  [[nodiscard]] const std::optional<PanelBoard::Hit>& position() const { return position_; }

 private:
  Hand leading_ = Hand::Right;
  bool is_down_ = false;
  std::array<bool, kHands> was_pressed_{};
  std::optional<PanelBoard::Hit> position_;
};

}  // namespace tonus::xr::openxr
