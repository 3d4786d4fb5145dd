#include <sensors/body/irregular_rhythm.hpp>

#include <algorithm>
#include <span>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

constexpr double kLeast_ms = 200.0, kMost_ms = 2000.0;
constexpr double kClass_bpm = 5.0;
constexpr std::uint32_t kLastSymbol = 63;  // 315 bpm and above
constexpr double kRaise = 0.639, kTakeBack = 0.5;
constexpr std::uint32_t kRaiseAfter = 12, kTakeBackAfter = 60;

/// c log2 c for c = 0…127.
const std::array<double, IrregularRhythm::kWords + 1> kTerms = [] {
  std::array<double, IrregularRhythm::kWords + 1> out{};
  for (std::size_t c = 2; c < out.size(); ++c) {
    const double x = static_cast<double>(c);
    out[c] = x * math::log(x) / math::log(2.0);
  }
  return out;
}();

}  // namespace

std::size_t IrregularRhythm::count(std::uint32_t word) const noexcept {
  return static_cast<std::size_t>(
      std::count(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(size_), word));
}

double IrregularRhythm::entropy() const noexcept {
  if (size_ < kWords) return 0.0;
  constexpr double kN = double{kWords};
  const double log2_n = kTerms[kWords] / kN;
  const double shannon = log2_n - sum_ / kN;
  return static_cast<double>(different_) / (kN * log2_n) * shannon;
}

void IrregularRhythm::push(double rr_ms) noexcept {
  if (!(rr_ms >= kLeast_ms && rr_ms <= kMost_ms)) return;
  const auto symbol = std::min(static_cast<std::uint32_t>(60000.0 / rr_ms / kClass_bpm), kLastSymbol);
  word_ = ((word_ << 6U) | symbol) & 0x3FFFFU;
  symbols_ = std::min(symbols_ + 1U, 3U);
  if (symbols_ < 3) return;

  if (size_ == kWords) {
    const std::size_t c = count(words_[next_]);
    sum_ += kTerms[c - 1] - kTerms[c];
    if (c == 1) --different_;
    words_[next_] = ~0U;  // no word: it must not count itself below
  } else {
    ++size_;
    words_[next_] = ~0U;
  }
  const std::size_t c = count(word_);
  sum_ += kTerms[c + 1] - kTerms[c];
  if (c == 0) ++different_;
  words_[next_] = word_;
  next_ = (next_ + 1) % kWords;

  const double h = entropy();
  high_ = h >= kRaise ? high_ + 1 : 0;
  low_ = h < kTakeBack ? low_ + 1 : 0;
  if (high_ >= kRaiseAfter) is_raised_ = true;
  if (low_ >= kTakeBackAfter) is_raised_ = false;
}

void IrregularRhythm::clear() noexcept { *this = IrregularRhythm{}; }

void IrregularRhythm::mix_into(StateHash& hash) const noexcept {
  hash.mix(static_cast<std::uint64_t>(size_));
  hash.mix(static_cast<std::uint64_t>(next_));
  hash.mix_bytes(std::as_bytes(std::span(words_)));
  hash.mix(word_);
  hash.mix(symbols_);
  hash.mix(sum_);
  hash.mix(different_);
  hash.mix(high_);
  hash.mix(low_);
  hash.mix(is_raised_);
}

}  // namespace tonus::body
