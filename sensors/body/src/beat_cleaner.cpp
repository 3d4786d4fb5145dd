#include <sensors/body/beat_cleaner.hpp>

#include <algorithm>
#include <cmath>

#include "rr_rules.hpp"

namespace tonus::body {
namespace {

constexpr std::size_t kMedianBeats = 11;
constexpr std::size_t kFewDifferences = 20;  // until then their spread is a guess
constexpr double kGuess_share = 0.015;       // of the interval

}  // namespace

void BeatCleaner::Spread::add(float magnitude) noexcept {
  if (sorted_.size() == kWindow) {
    sorted_.erase(newest_[next_]);
  }
  sorted_.insert(magnitude);
  newest_[next_] = magnitude;
  next_ = (next_ + 1) % kWindow;
}

double BeatCleaner::deviation_ms(const Spread& spread, double rr_ms) const noexcept {
  const double least = spread.size() < kFewDifferences ? kGuess_share * rr_ms : rr::kLeastDeviation_ms;
  return std::max(static_cast<double>(spread.value()), least);
}

std::optional<BeatCleaner::Verdict> BeatCleaner::push(double rr_ms) noexcept {
  if (entries_.is_full()) {
    std::copy(entries_.begin() + 1, entries_.end(), entries_.begin());
    entries_.shrink(kKept - 1);
  }
  Entry entry{.given_ms = rr_ms, .rr_ms = rr_ms};
  if (!rr::is_possible(rr_ms)) {
    entry.rr_ms = entries_.empty() ? 800.0 : entries_.back().rr_ms;
    entry.is_artifact = 1;
    entry.kind = rr_ms < rr::kShortest_ms ? ArtifactKind::Short : ArtifactKind::Long;
  }
  entries_.try_push(entry);
  measure_newest();
  const std::size_t n = entries_.size();
  if (n > kLookAhead) suspect(n - 1 - kLookAhead);
  StateHash digest(digest_);
  digest.mix(rr_ms);
  for (const Entry& e : entries_) digest.mix(e.is_artifact);
  digest.mix(differences_.value());
  digest.mix(distances_.value());
  digest_ = digest.value();
  if (n <= kDelayBeats) return std::nullopt;
  const Entry& old = entries_[n - 1 - kDelayBeats];
  return Verdict{old.given_ms, old.is_artifact != 0, old.kind};
}

void BeatCleaner::measure_newest() noexcept {
  const std::size_t n = entries_.size();
  Entry& newest = entries_[n - 1];
  newest.difference = n > 1 ? static_cast<float>(newest.rr_ms - entries_[n - 2].rr_ms) : 0.0F;
  SortedWindow<double, kMedianBeats> near;
  for (std::size_t i = n > kMedianBeats ? n - kMedianBeats : 0; i < n; ++i) near.insert(entries_[i].rr_ms);
  const auto off = static_cast<float>(newest.rr_ms - near.quantile(0.5));
  newest.from_median = off < 0.0F ? 2.0F * off : off;
  differences_.add(std::abs(newest.difference));
  distances_.add(std::abs(newest.from_median));
}

void BeatCleaner::suspect(std::size_t i) noexcept {
  const double difference_unit = rr::kAlpha * deviation_ms(differences_, entries_[i].rr_ms);
  const double distance_unit = rr::kAlpha * deviation_ms(distances_, entries_[i].rr_ms);
  const auto difference = [&](std::size_t k) { return static_cast<double>(entries_[k].difference) / difference_unit; };
  const auto distance = [&](std::size_t k) { return static_cast<double>(entries_[k].from_median) / distance_unit; };
  const rr::Suspects found = rr::suspects({i > 0 ? difference(i - 1) : 0.0, difference(i), difference(i + 1),
                                           difference(i + 2), distance(i), distance(i + 1)});
  if (entries_[i].is_artifact == 0 && found.is_suspect) entries_[i].is_suspect = 1;
  if (found.is_next_suspect && entries_[i + 1].is_artifact == 0) entries_[i + 1].is_suspect = 1;
  if (entries_[i].is_suspect != 0) {
    ++cluster_;
    if (cluster_ < kLongestCluster) return;
    judge(i + 1 - cluster_, i);
    cluster_ = 0;
  } else if (cluster_ > 0) {
    judge(i - cluster_, i - 1);
    cluster_ = 0;
  }
}

void BeatCleaner::judge(std::size_t first, std::size_t last) noexcept {
  std::array<double, kKept> rr_ms{};
  std::array<std::uint8_t, kKept> is_suspect{};
  const std::size_t n = entries_.size();
  for (std::size_t i = 0; i < n; ++i) {
    rr_ms[i] = entries_[i].rr_ms;
    is_suspect[i] = entries_[i].is_suspect;
  }
  rr::Findings findings;
  rr::judge({std::span(rr_ms).first(n), std::span(is_suspect).first(n)}, first, last,
            deviation_ms(differences_, entries_[first].rr_ms), findings);
  for (const rr::Finding& f : findings) {
    Entry& entry = entries_[f.index];
    if (entry.is_artifact != 0) continue;
    entry.is_artifact = 1;
    entry.kind = f.kind;
    entry.rr_ms = f.instead_ms;
  }
  // What comes next is measured against what stands in now.
  for (std::size_t i = std::max<std::size_t>(first, 1); i < n; ++i) {
    entries_[i].difference = static_cast<float>(entries_[i].rr_ms - entries_[i - 1].rr_ms);
    if (entries_[i].is_artifact != 0) entries_[i].from_median = 0.0F;
  }
}

void BeatCleaner::clear() noexcept { *this = BeatCleaner{}; }

void BeatCleaner::mix_into(StateHash& hash) const noexcept { hash.mix(digest_); }

}  // namespace tonus::body
