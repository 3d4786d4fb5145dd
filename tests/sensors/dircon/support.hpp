#pragma once
// What several tests of Direct Connect need: a listener that remembers, a server that says what it is told to, a loop
// with an end.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/timeline.hpp>
#include <sensors/dircon/client.hpp>
#include <sensors/dircon/message.hpp>

namespace tonus::sensors::dircon {

using namespace std::chrono_literals;

inline std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> octets;
  for (const int value : values) octets.push_back(static_cast<std::byte>(value));
  return octets;
}

inline std::vector<std::byte> from_hex(const std::string& hex) {
  std::vector<std::byte> octets;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    octets.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return octets;
}

inline std::string to_hex(std::span<const std::byte> octets) {
  std::string hex;
  for (const std::byte octet : octets) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[std::to_integer<int>(octet) >> 4];
    hex += kDigits[std::to_integer<int>(octet) & 15];
  }
  return hex;
}

/// One line for each call: "connected 3", "read 2acc 0244", "written 2ad9 ok", "packet 2a37 …", "lost …".
class Remembering : public LinkListener {
 public:
  void on_connected(std::span<const Characteristic> found, Instant) override {
    characteristics.assign(found.begin(), found.end());
    say("connected " + std::to_string(found.size()));
  }
  void on_read(const Uuid& uuid, Result<std::span<const std::byte>, Error> value, Instant) override {
    say("read " + label(uuid) + " " + (value ? to_hex(*value) : value.error().message));
  }
  void on_written(const Uuid& uuid, Result<void, Error> outcome, Instant) override {
    say("written " + label(uuid) + " " + (outcome ? "ok" : outcome.error().message));
  }
  void on_subscribed(const Uuid& uuid, Result<void, Error> outcome, Instant) override {
    say("subscribed " + label(uuid) + " " + (outcome ? "ok" : outcome.error().message));
  }
  void on_packet(const Uuid& uuid, std::span<const std::byte> packet, Instant) override {
    say("packet " + label(uuid) + " " + to_hex(packet));
  }
  void on_lost(const std::string& why, Instant) override { say("lost " + why); }

  static std::string label(const Uuid& uuid) { return to_string(uuid).substr(4, 4); }
  [[nodiscard]] bool has(const std::string& words) const { return count(words) > 0; }
  [[nodiscard]] int count(const std::string& words) const {
    int n = 0;
    for (const std::string& line : lines) n += line.find(words) != std::string::npos ? 1 : 0;
    return n;
  }
  [[nodiscard]] std::string all() const {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  std::vector<std::string> lines;
  std::vector<Characteristic> characteristics;
  std::function<void(const std::string&)> then;  ///< called after each line, to answer back from inside a call

 private:
  void say(std::string line) {
    lines.push_back(std::move(line));
    if (then) then(lines.back());
  }
};

/// Listens on a free port of the loopback and says only what a test tells it to.
class ScriptedServer {
 public:
  ScriptedServer() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 4), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~ScriptedServer() {
    hang_up();
    stop_listening();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void stop_listening() {
    if (listener_ >= 0) close(std::exchange(listener_, -1));
  }
  bool accept_one() {
    if (client_ < 0) client_ = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    framer_ = Framer(Framer::From::Client);
    return client_ >= 0;
  }
  [[nodiscard]] bool has_client() const { return client_ >= 0; }
  void hang_up() {
    if (client_ >= 0) close(std::exchange(client_, -1));
  }
  void say(std::span<const std::byte> octets) {
    EXPECT_EQ(send(client_, octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
  }
  /// The next request, its payload copied into `payload`.
  std::optional<Frame> hear() {
    std::byte octets[4096];
    const auto got = recv(client_, octets, sizeof octets, 0);
    if (got > 0) framer_.feed(std::span(octets).first(static_cast<std::size_t>(got)));
    has_ended = has_ended || got == 0;
    auto frame = framer_.next();
    if (!frame || !*frame) return std::nullopt;
    payload.assign((**frame).payload.begin(), (**frame).payload.end());
    return Frame{(**frame).id, (**frame).sequence, (**frame).response, payload};
  }

  std::vector<std::byte> payload;
  bool has_ended = false;

 private:
  int listener_ = -1, client_ = -1;
  std::uint16_t port_ = 0;
  Framer framer_{Framer::From::Client};
};

/// Repeats `step` until `is_done`; loopback needs a moment of real time even where the timeline is by hand.
template <class Step, class Done>
bool run_until(Step step, Done is_done, std::chrono::milliseconds at_most = 3s) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!is_done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    step();
  }
  return true;
}

}  // namespace tonus::sensors::dircon
