// Direct Connect from anybody: the first octet says whose frames these are, then each octet before a piece says how
// long the piece is that the network hands over. However it is cut, it must come out as if it had come whole; and what
// is understood must be written as it was read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include <sensors/dircon/client.hpp>
#include <sensors/dircon/discovery.hpp>
#include <sensors/dircon/message.hpp>

namespace {

using namespace tonus;
using namespace tonus::sensors::dircon;
using Octets = std::span<const std::byte>;

void require(bool is_so) {
  if (!is_so) std::abort();
}

/// What is read from a frame, written again, must read the same.
void check(Framer::From from, const Frame& frame) {
  const auto again = [&](const std::vector<std::byte>& octets) {
    Framer framer(from);
    framer.feed(octets);
    const auto whole = framer.next();
    require(whole && *whole && framer.waiting() == 0);
    require((**whole).id == frame.id && (**whole).sequence == frame.sequence);
    return octets;
  };
  if (from == Framer::From::Client) {
    const auto request = decode_request(frame);
    if (!request) return;
    const auto octets = again(encode(*request, frame.sequence));
    Framer framer(from);
    framer.feed(octets);
    require(encode(*decode_request(**framer.next()), frame.sequence) == octets);
  } else {
    const auto reply = decode_reply(frame);
    if (!reply) return;
    const auto octets = again(encode(*reply, frame.sequence));
    Framer framer(from);
    framer.feed(octets);
    require(encode(*decode_reply(**framer.next()), frame.sequence) == octets);
  }
}

struct Outcome {
  std::vector<std::vector<std::byte>> payloads;
  bool is_broken = false;
  bool operator==(const Outcome&) const = default;
};

void drain(Framer& framer, Framer::From from, Outcome& outcome) {
  for (;;) {
    const auto frame = framer.next();
    if (!frame) {
      require(!frame.error().message.empty());
      outcome.is_broken = true;
      return;
    }
    if (!*frame) return;
    require((**frame).payload.size() <= kMostPayload);
    outcome.payloads.emplace_back((**frame).payload.begin(), (**frame).payload.end());
    check(from, **frame);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto from = data[0] % 2 == 0 ? Framer::From::Client : Framer::From::Server;
  Octets rest = std::as_bytes(std::span(data, size)).subspan(1);
  std::vector<std::byte> stream;
  Framer in_pieces(from);
  Outcome pieces;
  while (!rest.empty()) {
    const std::size_t length = std::min<std::size_t>(std::to_integer<std::size_t>(rest[0]), rest.size() - 1);
    const Octets piece = rest.subspan(1, length);
    stream.insert(stream.end(), piece.begin(), piece.end());
    in_pieces.feed(piece);
    drain(in_pieces, from, pieces);
    rest = rest.subspan(1 + length);
  }
  Framer at_once(from);
  Outcome whole;
  at_once.feed(stream);
  drain(at_once, from, whole);
  require(pieces == whole);

  const std::string text(reinterpret_cast<const char*>(stream.data()), stream.size());
  static_cast<void>(parse_address(text));
  require(!found_device({.name = "n", .address = "a", .text = {text}}).id.empty());
  return 0;
}
