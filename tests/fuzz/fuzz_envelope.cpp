// Any bytes as the memory of the safety envelope and as a chain of its inputs: whatever they say, nothing rises on a
// poor signal, faster than the slew or after a stop, and what comes out is an intensity.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/envelope.hpp>

namespace {

using namespace tonus::adaptation;

/// Takes numbers off the front; zeros when there is nothing left.
struct Bytes {
  const std::uint8_t* data;
  std::size_t size;
  template <class T>
  T take() {
    T value{};
    const std::size_t n = size < sizeof(T) ? size : sizeof(T);
    std::memcpy(&value, data, n);
    data += n;
    size -= n;
    return value;
  }
  bool flag() { return (take<std::uint8_t>() & 1U) != 0; }
};

void expect(bool holds) {
  if (!holds) std::abort();
}

/// Every member of it from the front of the bytes.
template <class Part>
Part filled(Bytes& in) {
  Part part;
  visit_fields(part, [&](const char*, auto& x, bool = true) {
    using Value = std::remove_cvref_t<decltype(x)>;
    if constexpr (std::is_enum_v<Value>) {
      x = static_cast<Value>(in.take<std::uint8_t>() % static_cast<unsigned>(Value::Count));
    } else if constexpr (std::is_same_v<Value, bool>) {
      x = in.flag();
    } else {
      x = in.take<double>();
    }
  });
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes{data, size};
  auto state = filled<EnvelopeState>(bytes);
  double intensity = 0.5;
  for (int step = 0; step < 64 && bytes.size > 0; ++step) {
    auto in = filled<EnvelopeInputs>(bytes);
    if (bytes.flag()) in.previous = intensity;  // else a caller that says what it likes
    const double previous = in.previous > 0.0 ? (in.previous < 1.0 ? in.previous : 1.0) : 0.0;
    const EnvelopeStep out = safety_envelope(state, in);
    const double allowed = out.verdict.allowed;
    expect(allowed >= 0.0 && allowed <= 1.0);
    expect(!(allowed > 0.0 && in.proposed == in.proposed && allowed > in.proposed));
    expect(allowed <= previous + 0.12 + 1e-12);
    const bool is_trusted = in.is_known && in.quality >= kTrustedQuality;
    if (!is_trusted || in.is_held || in.is_cooling || in.must_stop || in.is_paused || state.stopped != StopCause::None)
      expect(allowed <= previous);
    if (in.has_fallen) expect(allowed == 0.0);
    if (state.stopped != StopCause::None)
      expect(out.next.stopped == state.stopped || out.next.stopped == StopCause::Fall);
    expect(out.verdict.stop == out.next.stopped && (out.verdict.limits >> kLimitCount) == 0);
    const EnvelopeStep again = safety_envelope(state, in);
    expect(std::memcmp(&again.verdict.allowed, &allowed, sizeof allowed) == 0);
    state = out.next;
    intensity = allowed;
  }
  return 0;
}
