#pragma once
// How a live device fares: what a pairing panel, `tonus listen` and a report show. Plain and trivially copyable, so
// that it may cross threads; text is cut to its field.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>

#include <engine/core/time.hpp>

namespace tonus::sensors {

/// Text in a trivially copyable place, at most N-1 bytes.
template <std::size_t N>
struct ShortText {
  std::array<char, N> text{};

  ShortText() = default;
  template <std::convertible_to<std::string_view> Text>
  ShortText(const Text& from) noexcept {  // not explicit: text is text
    const std::string_view view(from);
    std::copy_n(view.data(), std::min(view.size(), N - 1), text.data());
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text.data()}; }
};

enum class DeviceState : std::uint8_t {
  Searching,  ///< not connected; the transport tries again by itself
  Preparing,  ///< connected, being asked what it can do
  Live,       ///< packets come
  Stale,      ///< connected, nothing for 3 s
  Absent,     ///< nothing for 8 s
};
[[nodiscard]] std::string_view name(DeviceState state);  ///< "searching", "preparing", "live", …

enum class TrainerState : std::uint8_t {
  None,        ///< nothing to control here
  Asking,      ///< control was requested
  Controlled,  ///< it does what we say
  Easing,      ///< cadence collapsed: the load is taken off until it is back
  Refused,     ///< another program may hold it; asked again now and then
};
[[nodiscard]] std::string_view name(TrainerState state);  ///< "none", "asking", "controlled", "easing", "refused"

struct DeviceStatus {
  ShortText<48> name;      ///< as the device calls itself, else its address
  ShortText<48> id;        ///< stable: serial number, else MAC address, else address
  ShortText<12> carrier;   ///< "ble", "dircon"
  ShortText<32> serial;    ///< of 2A25; empty: not told
  ShortText<32> maker;     ///< of 2A29; empty: not told
  ShortText<64> address;   ///< what connects to it: a MAC address, a name, "host:port"
  ShortText<18> mac;       ///< "AA:BB:…"; empty: not known
  ShortText<120> trouble;  ///< one line, empty while all is well
  DeviceState state = DeviceState::Searching;
  TrainerState trainer = TrainerState::None;
  std::uint8_t source = 0;           ///< Sample::source of what it sends
  std::int8_t battery_percent = -1;  ///< -1: not told
  std::int16_t rssi_dbm = 0;         ///< 0: not told
  float asked_w = 0.0F;              ///< what the trainer was last asked to hold; NaN when nothing
  Instant last_packet{};             ///< of anything measured
  std::uint64_t packets = 0;
  std::uint64_t bad_packets = 0;  ///< could not be decoded
  std::uint32_t reconnects = 0;
  std::uint64_t dropped = 0;     ///< samples that we lost because the session did not fetch them in time
  std::uint32_t lost_beats = 0;  ///< estimated: intervals that are missing against the clock of arrival
  float latency_ms = kNoFigure;  ///< median, from a packet's arrival to TickInputs; NaN: none yet
  float latency_p99_ms = kNoFigure;
  bool is_standby = false;  ///< another transport of a device that is heard: nothing of it enters the session

  static constexpr float kNoFigure = std::numeric_limits<float>::quiet_NaN();
};

enum class DeviceEventKind : std::uint8_t {
  Connected,
  Lost,     ///< the connection is gone
  Stale,    ///< nothing for 3 s
  Absent,   ///< nothing for 8 s
  Back,     ///< packets again after Stale, Absent or Lost
  Battery,  ///< value: percent
  BadPacket,
  Trainer,     ///< its control changed; the text says how
  Chosen,      ///< a quantity is taken from this device from now on
  Disagree,    ///< two devices differ about one quantity
  Identified,  ///< it has said what it is called; the text is its name
};
/// Recordings hold the number of a kind: new ones come last, and this with them.
inline constexpr DeviceEventKind kLastDeviceEventKind = DeviceEventKind::Identified;
[[nodiscard]] std::string_view name(DeviceEventKind kind);  ///< "connected", "lost", "stale", …

struct DeviceEvent {
  Instant at{};
  DeviceEventKind kind = DeviceEventKind::Connected;
  std::uint8_t source = 0;
  double value = 0.0;
  ShortText<160> text;
};

}  // namespace tonus::sensors
