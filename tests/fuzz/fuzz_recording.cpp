// Any bytes as a recording: header, ticks, inputs. Nothing crashes; what is read is replayed for a moment.
#include <cstddef>
#include <cstdint>

#include <engine/record/recording.hpp>
#include <scenarios/session/definition.hpp>
#include <scenarios/session/tick_io.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto raw = std::as_bytes(std::span{data, size});
  // As a session header and as the inputs of a tick, without the framing that a fuzzer cannot get past.
  static_cast<void>(tonus::session::decode_definition(raw));
  tonus::session::TickInputs inputs;
  static_cast<void>(tonus::session::decode(raw, inputs));
  auto reader = tonus::record::Reader::from_bytes({raw.begin(), raw.end()});
  if (!reader) return 0;
  for (int i = 0; i < 10000; ++i) {
    const auto item = reader->next();
    if (item != tonus::record::Item::Tick && item != tonus::record::Item::Gap) break;
    static_cast<void>(tonus::session::decode(reader->payload(), inputs));
  }
  return 0;
}
