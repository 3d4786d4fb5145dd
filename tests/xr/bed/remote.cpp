#include "remote.hpp"

#include <bit>
#include <chrono>
#include <cstring>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tonus::test {
namespace {

constexpr std::size_t kHead = 8, kHeadPose = 96, kFirstController = 136, kController = 120;

class Octets {
 public:
  explicit Octets(std::span<std::byte, kRemoteOctets> record) : record_(record) {}
  void put(std::size_t at, float value) {
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(&record_[at], &value, sizeof value);
  }
  void put(std::size_t at, bool value) { record_[at] = std::byte{value}; }
  void put(std::size_t at, const Pose& p) {
    const std::array<float, 7> values{p.rotation.x, p.rotation.y, p.rotation.z, p.rotation.w,
                                      p.position.x, p.position.y, p.position.z};
    for (std::size_t i = 0; i < values.size(); ++i) put(at + i * sizeof(float), values[i]);
  }

 private:
  std::span<std::byte, kRemoteOctets> record_;
};

}  // namespace

void encode(const RemotePerson& person, std::span<std::byte, kRemoteOctets> record) {
  std::fill(record.begin(), record.end(), std::byte{0});
  std::memcpy(record.data(), "mndrmt3", 8);
  Octets octets(record);
  octets.put(kHead + kHeadPose, person.stage_from_head);
  for (std::size_t h = 0; h < kHands; ++h) {
    const RemoteController& c = person.hands[h];
    const std::size_t at = kFirstController + h * kController;
    octets.put(at, c.stage_from_grip);
    for (std::size_t finger = 0; finger < 5; ++finger) octets.put(at + 52 + 4 * finger, c.curl);
    octets.put(at + 72, c.trigger);
    octets.put(at + 76, c.squeeze);
    octets.put(at + 84, c.stick_x);
    octets.put(at + 88, c.stick_y);
    octets.put(at + 104, c.has_bare_hand);
    octets.put(at + 105, c.is_active);
    octets.put(at + 108, c.a);
    octets.put(at + 110, c.b);
    octets.put(at + 112, c.trigger > 0.9F);
    octets.put(at + 114, c.stick_pressed);
  }
}

std::unique_ptr<Remote> Remote::connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int attempt = 0; attempt < 50; ++attempt) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      const int yes = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      // The driver says first what it believes: twice, and it is of no use.
      std::array<std::byte, 2 * kRemoteOctets> greeting{};
      std::size_t got = 0;
      pollfd wait{socket, POLLIN, 0};
      while (got < greeting.size() && poll(&wait, 1, 1000) > 0) {
        const auto n = read(socket, greeting.data() + got, greeting.size() - got);
        if (n <= 0) break;
        got += static_cast<std::size_t>(n);
      }
      if (got == greeting.size()) return std::unique_ptr<Remote>(new Remote(socket));
    }
    close(socket);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return nullptr;
}

Remote::~Remote() { close(socket_); }

bool Remote::send(const RemotePerson& person) {
  std::array<std::byte, kRemoteOctets> record{};
  encode(person, record);
  return ::send(socket_, record.data(), record.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(record.size());
}

}  // namespace tonus::test
