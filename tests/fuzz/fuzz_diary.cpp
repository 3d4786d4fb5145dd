// Any bytes as a diary: read, or refused in one line; what was read reads back as itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <scenarios/journal/diary.hpp>
#include <sensors/body/illness.hpp>
#include <sensors/body/readiness.hpp>

namespace {

void expect(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus;
  const auto diary = journal::diary_from_lines({reinterpret_cast<const char*>(data), size}, "name");
  if (!diary) {
    expect(diary.error().message.starts_with("name:") && diary.error().message.find('\n') == std::string::npos);
    return 0;
  }
  for (const body::Day& day : diary->days) {
    const auto line = journal::line_of(day);
    const auto again = journal::diary_from_lines(line, "again");
    expect(again && again->days.size() == 1 && journal::line_of(again->days[0]) == line);
  }
  if (diary->days.empty()) return 0;
  const CivilDay today = diary->days.back().day;
  const auto readiness = body::assess_readiness(diary->days, today);
  expect(readiness.score >= 0.0 && readiness.score <= 100.0 && readiness.sd > 0.0 && readiness.sd <= 1.0);
  expect(!readiness.is_known || (readiness.low >= 0.0 && readiness.high <= 100.0));
  (void)body::illness_signs(diary->days, today);
  return 0;
}
