#include "runner.hpp"

#include <array>

#include <fmt/format.h>

#include <engine/core/hash.hpp>

namespace tonus::tool {

std::uint64_t chain_hash(std::uint64_t hash, std::uint64_t state_hash) noexcept {
  const std::array<std::uint64_t, 2> pair{hash, state_hash};
  return hash_bytes(std::as_bytes(std::span{pair}));
}

std::string hash_text(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

session::TickOutputs Runner::step(const BodyPoses& poses, std::span<const InputEvent> events) noexcept {
  inputs_.samples.clear();
  parts_.source->poll(tick_start(tick_), feedback_, inputs_.samples);
  const std::uint64_t lost = parts_.source->lost_samples();
  inputs_.lost_samples = static_cast<std::uint32_t>(lost - lost_);
  lost_ = lost;
  inputs_.device_events.clear();
  for (sensors::DeviceEvent event; !inputs_.device_events.is_full() && parts_.source->next_event(event);) {
    inputs_.device_events.try_push(event);
    if (parts_.devices != nullptr) parts_.devices->take(event);
  }
  inputs_.poses = poses;
  inputs_.events.clear();
  for (const InputEvent& event : events) inputs_.events.try_push(event);

  const session::TickOutputs out = parts_.session->tick(inputs_);
  feedback_ = out.feedback;
  hash_ = chain_hash(hash_, out.state_hash);
  statistics_.add(tick_, out.view);
  if (parts_.rows != nullptr) {
    for (const adaptation::Decision& row : out.rows) parts_.rows->take(row);
  }
  if (parts_.writer != nullptr) {
    record_.tick = tick_;
    record_.state_hash = out.state_hash;
    session::encode(inputs_, previous_, record_);
    // A tick that the recorder refuses is counted by it, and shows as a gap in the file.
    static_cast<void>(parts_.may_wait ? parts_.writer->append_waiting(record_) : parts_.writer->try_append(record_));
  }
  previous_ = inputs_;
  ++tick_;
  return out;
}

}  // namespace tonus::tool
