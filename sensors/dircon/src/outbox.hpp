#pragma once
// What a server has to say and when: frames wait until they are due, then until the network takes them.

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include <engine/core/time.hpp>

namespace tonus::sensors::dircon {

class Outbox {
 public:
  /// A client that does not read is given up at this.
  static constexpr std::size_t kMostUnsent = std::size_t{1} << 16;

  void put(Instant due, std::vector<std::byte> frame);
  /// Sends what is due; in single octets if asked to. False: the connection is of no use any more.
  [[nodiscard]] bool flush(int descriptor, Instant now, bool in_single_octets);
  /// When the next frame falls due.
  [[nodiscard]] std::optional<Instant> next_due() const;
  [[nodiscard]] bool has_unsent() const noexcept { return !unsent_.empty(); }

 private:
  struct Waiting {
    Instant due;
    std::vector<std::byte> frame;
  };
  std::deque<Waiting> waiting_;  ///< sorted by due; equal ones in order of arrival
  std::vector<std::byte> unsent_;
};

}  // namespace tonus::sensors::dircon
