#pragma once
// What the person and the coach see and press, drawn in Dear ImGui from plain views. Nothing here knows a session's
// inside: numbers come in, an Action or an edited form goes out. Call between Overlay's begin and end, on the display
// thread.

#include <optional>
#include <span>
#include <string>

#include <engine/overlay/fonts.hpp>
#include <engine/scene/input.hpp>
#include <scenarios/session/coach_view.hpp>
#include <scenarios/session/fit.hpp>
#include <scenarios/session/reach_measure.hpp>
#include <sensors/body/profile.hpp>
#include <sensors/body/suggestion.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::coach {

/// Pixels of the picture the panels lie on, and how large everything is to be (1 = made for 1280 x 720).
struct Canvas {
  float width_px = 1280.0F;
  float height_px = 720.0F;
  float scale = 1.0F;
  bool has_keyboard = true;  ///< show the keys beside the buttons
};

/// What draw_session covers at the right edge, so that the picture can be centred on the rest.
[[nodiscard]] float covered_right_px(const Canvas& canvas);

/// "How hard is it?", 0 to 10: closed until asked for, and closes by itself. The caller keeps it between frames.
struct ExertionScale {
  bool is_open = false;
  int marked = 3;       ///< 0…10: under the pointer or the arrows
  double open_s = 0.0;  ///< since it was last touched
};

/// Heart rate, zone, band, intensity, signal, the reason in words, and the buttons: too hard, not now, too easy, hold,
/// pause, how hard, not feeling well, stop. Returns what was pressed, Action::None most of the time; of Rpe with its
/// value (6…20). `at` is left to the caller.
[[nodiscard]] InputEvent draw_session(const session::CoachView& view, ExertionScale& scale, const overlay::Fonts& fonts,
                                      const Canvas& canvas);

/// Live devices below the clock: name, whether it speaks, battery, what its trainer is asked for, or what is wrong and
/// what to do. Draws nothing for an empty board. `below` is where the card begins, in points of scale 1.
void draw_devices(const sensors::DeviceBoard& devices, float below, const overlay::Fonts& fonts, const Canvas& canvas);
/// The same before a session, with those that are remembered (their names), each with a button to forget it. Returns
/// which one was to be forgotten.
[[nodiscard]] std::optional<std::size_t> draw_pairing(const sensors::DeviceBoard& devices,
                                                      std::span<const std::string> remembered, float below,
                                                      const overlay::Fonts& fonts, const Canvas& canvas);
inline constexpr float kBelowStatus = 200.0F;  ///< where there is room in a session

/// The first screen. The caller keeps it between frames.
struct Welcome {
  body::Profile profile;
  bool asks_to_keep = true;  ///< false once it has been answered
  std::optional<bool> keep_sessions;
  std::string source;                    ///< "simulated athlete, …", for people
  bool leaves_room_for_devices = false;  ///< their card stands at the left edge
  std::optional<double> begins_in_s;     ///< counts down while nobody touches anything; none: waits
};
enum class WelcomeOutcome { Stays, Begin, Leave };
[[nodiscard]] WelcomeOutcome draw_welcome(Welcome& welcome, const overlay::Fonts& fonts, const Canvas& canvas);

/// The 20-second check-in. Every answer may be left out; nothing is chosen beforehand. The caller keeps it between
/// frames.
struct CheckInForm {
  body::CheckIn answers;
  std::optional<double> minutes;  ///< there are; none: as long as planned
  bool has_worked_night = false;
  bool uses_cycle = false;  ///< a consent of its own, which the person gives and takes back here
  body::CyclePhase phase = body::CyclePhase::Unknown;
};
enum class CheckInOutcome { Stays, Done, Skip };
[[nodiscard]] CheckInOutcome draw_check_in(CheckInForm& form, const overlay::Fonts& fonts, const Canvas& canvas);

/// Readiness as bars that add up from the usual day to today, with what is suggested and why. `hides_number` shows
/// bands without figures, for who sleeps worse for a score; the panel offers it. Returns what was pressed.
struct ReadinessView {
  body::Readiness readiness;
  body::Suggestion suggestion;
  bool hides_number = false;
};
[[nodiscard]] body::SuggestionAnswer draw_readiness(ReadinessView& view, const overlay::Fonts& fonts,
                                                    const Canvas& canvas);

/// How far the person reaches, while they hold their arms out. Returns what was pressed; Take only where something was
/// measured.
struct ReachView {
  session::ReachMeasure::State state = session::ReachMeasure::State::Unseen;
  session::PlayHands hands = session::PlayHands::Both;  ///< which are to be held out
  std::optional<double> reach_m;                        ///< the farthest so far
  double refused_m = 0.0;                               ///< of State::Refused
};
enum class ReachOutcome { Stays, Take, Skip };
[[nodiscard]] ReachOutcome draw_reach(const ReachView& view, const overlay::Fonts& fonts, const Canvas& canvas);

/// The last screen: how it went, where the files lie or that nothing was kept. True when it is to be closed.
struct Closing {
  std::string files;  ///< folder; empty: nothing was kept
  std::string note;   ///< one line when something went wrong, else empty
};
[[nodiscard]] bool draw_closing(const session::CoachView& view, const Closing& closing, const overlay::Fonts& fonts,
                                const Canvas& canvas);

}  // namespace tonus::coach
