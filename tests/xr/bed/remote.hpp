#pragma once
// The person whom Monado's remote driver believes in: head, controllers and hands over TCP on this machine.

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include <engine/scene/input.hpp>

namespace tonus::test {

/// One record of the driver's protocol (Monado 25.0, r_interface.h): 376 octets, little-endian; replaces everything.
inline constexpr std::size_t kRemoteOctets = 376;

struct RemoteController {
  Pose stage_from_grip{{}, {0.0F, 1.2F, -0.4F}};
  float trigger = 0.0F, squeeze = 0.0F, stick_x = 0.0F, stick_y = 0.0F;
  float curl = 0.0F;  ///< of all fingers, 0…1
  bool is_active = true, has_bare_hand = false;
  bool a = false, b = false, stick_pressed = false;
};
struct RemotePerson {
  Pose stage_from_head{{}, {0.0F, 1.6F, 0.0F}};
  std::array<RemoteController, kHands> hands{};

  RemotePerson() {
    hands[0].stage_from_grip.position.x = -0.2F;
    hands[1].stage_from_grip.position.x = 0.2F;
  }
  RemoteController& left() { return hands[0]; }
  RemoteController& right() { return hands[1]; }
};
void encode(const RemotePerson& person, std::span<std::byte, kRemoteOctets> record);

class Remote {
 public:
  /// Null when nobody listens within five seconds.
  [[nodiscard]] static std::unique_ptr<Remote> connect(std::uint16_t port);
  ~Remote();
  Remote(const Remote&) = delete;
  Remote& operator=(const Remote&) = delete;

  /// False when the driver is gone.
  bool send(const RemotePerson& person);

 private:
  explicit Remote(int socket) : socket_(socket) {}
  int socket_;
};

}  // namespace tonus::test
