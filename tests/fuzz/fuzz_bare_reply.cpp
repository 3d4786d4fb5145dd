// What a bus may send to the guard: as it is, and laid over an answer that is right, so that no seed is needed.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "bare_message.hpp"

namespace {

using namespace tonus::sensors::bluez;

void check(std::span<const std::byte> arrived) {
  BareReply reply;
  if (!read_reply(arrived, reply) && (reply.size < 16 || reply.size > arrived.size())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto octets = std::as_bytes(std::span(data, size));
  check(octets);
  auto message = bare_call({"org.bluez", "/org/bluez", "org.bluez.Device1", "Connect"});
  for (std::size_t i = 0; i < std::min(size, message.size()); ++i) message[i] ^= octets[i];
  message[1] = std::byte{2};  // an answer
  check(message);
  static_cast<void>(unix_socket_of({reinterpret_cast<const char*>(data), size}));
  return 0;
}
