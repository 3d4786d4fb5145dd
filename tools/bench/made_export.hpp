#pragma once
// Writes an Apple Health export of any size: ten years of made readings, repeated at a closer interval the larger it is
// to be. The same size and seed give the same bytes.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace tonus::bench {

/// Calls write(text) with pieces of about `bytes` in all.
inline void write_apple_export(std::uint64_t bytes, const std::function<void(std::string_view)>& write) {
  constexpr int kDays = 3650;
  constexpr int kFirstDay = 16'436;  // 2015-01-01
  // A heart-rate record is about 320 bytes; the rest of a day about 20 records.
  const std::uint64_t records_a_day = std::max<std::uint64_t>(bytes / kDays / 320, 24);
  std::uint64_t state = 1;
  const auto random = [&state](int least, int most) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return least + static_cast<int>((state >> 33) % static_cast<std::uint64_t>(most - least + 1));
  };
  std::string piece;
  const auto date = [](int day, int second) {
    const std::chrono::year_month_day d{std::chrono::sys_days{std::chrono::days{day + second / 86'400}}};
    second %= 86'400;
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d +0100", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()), second / 3600, second / 60 % 60,
                  second % 60);
    return std::string(text);
  };
  const auto record = [&](std::string_view type, std::string_view source, std::string_view unit, int day, int from,
                          int to, std::string_view value) {
    piece += " <Record type=\"";
    piece += type;
    piece += "\" sourceName=\"";
    piece += source;
    piece +=
        "\" sourceVersion=\"10.2\" device=\"&lt;&lt;HKDevice: 0x1&gt;, name:Watch, manufacturer:Made, "
        "model:Watch&gt;\"";
    if (!unit.empty()) piece.append(" unit=\"").append(unit).append("\"");
    piece += " creationDate=\"" + date(day, to) + "\" startDate=\"" + date(day, from) + "\" endDate=\"" +
             date(day, to) + "\" value=\"";
    piece += value;
    piece += "\"/>\n";
  };
  write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData "
      "(ExportDate,Me,(Record|Workout)*)>\n]>\n"
      "<HealthData locale=\"en_GB\">\n <ExportDate value=\"2025-01-01 20:00:00 +0100\"/>\n");
  for (int i = 0; i < kDays; ++i) {
    const int day = kFirstDay + i;
    for (std::uint64_t r = 0; r + 20 < records_a_day; ++r) {
      const int at = static_cast<int>(r * 86'000 / records_a_day);
      record("HKQuantityTypeIdentifierHeartRate", "Watch", "count/min", day, at, at, std::to_string(random(45, 150)));
    }
    for (int hour = 7; hour < 21; ++hour) {
      record("HKQuantityTypeIdentifierStepCount", hour % 2 == 0 ? "Watch" : "Phone", "count", day, hour * 3600,
             hour * 3600 + 600, std::to_string(random(0, 1500)));
    }
    record("HKQuantityTypeIdentifierRestingHeartRate", "Watch", "count/min", day, 0, 80'000,
           std::to_string(random(45, 60)));
    record("HKQuantityTypeIdentifierHeartRateVariabilitySDNN", "Watch", "ms", day, 10'000, 10'060,
           std::to_string(random(25, 90)));
    record("HKQuantityTypeIdentifierRespiratoryRate", "Watch", "count/min", day, 12'000, 12'060,
           std::to_string(random(12, 17)));
    const int woke = random(20'000, 27'000);
    record("HKCategoryTypeIdentifierSleepAnalysis", "Watch", "", day, 0, woke / 2,
           "HKCategoryValueSleepAnalysisAsleepCore");
    record("HKCategoryTypeIdentifierSleepAnalysis", "Watch", "", day, woke / 2, woke,
           "HKCategoryValueSleepAnalysisAsleepDeep");
    write(piece);
    piece.clear();
  }
  write("</HealthData>\n");
}

}  // namespace tonus::bench
