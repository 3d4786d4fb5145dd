#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <report.hpp>

namespace tonus::lab {
namespace {

const Report& small_report() {
  static const Report report = [] {
    RunOptions options{.athletes = 4, .first_seed = 1, .threads = 2};
    options.protocols = {find_protocol("steady"), find_protocol("corners")};
    return make_report(run(options, [](const Part&, std::size_t, std::size_t) { return true; }), "1.2.3");
  }();
  return report;
}

TEST(LabReport, JsonHasTheDocumentedKeys) {
  const auto json = nlohmann::json::parse(as_json(small_report()));
  for (const char* key : {"build", "plant", "seeds", "interval", "population", "protocols", "laws", "rows",
                          "by_persona", "margins", "throughput"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json["build"], "1.2.3");
  EXPECT_EQ(json["seeds"]["first"], 1);
  EXPECT_EQ(json["seeds"]["count"], 4);
  EXPECT_EQ(json["laws"].size(), kLaws);
  int people = 0;
  for (const auto& [persona, count] : json["population"]["cycle"]["personas"].items()) people += count.get<int>();
  EXPECT_EQ(people, 4);
  ASSERT_FALSE(json["rows"].empty());
  for (const auto& row : json["rows"]) {
    for (const char* key : {"protocol", "machine", "measure", "way", "statistic", "unit", "laws", "goal", "met"}) {
      EXPECT_TRUE(row.contains(key)) << key;
    }
    for (const auto& [law, figure] : row["laws"].items()) {
      EXPECT_TRUE(figure.contains("value") && figure.contains("low") && figure.contains("high")) << law;
    }
  }
  EXPECT_EQ(json["margins"].size(), 4u);
  EXPECT_EQ(json["margins"][0]["corners"].size(), kGainFactors.size() * kDelays_s.size());
}

TEST(LabReport, PageIsWholeAndNeedsNothing) {
  const std::string page = as_page(small_report());
  for (const char* part :
       {"<!doctype html>", "<svg", "Trade-off", "Time to band", "Tails", "One athlete", "Margins", "</html>"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  for (const char* reference : {"http://", "https://", "src=", "href=", "@import", "url(", "nan", "inf\""}) {
    EXPECT_EQ(page.find(reference), std::string::npos) << reference;
  }
}

TEST(LabReport, TableNamesEachGoal) {
  const std::string text = as_text(small_report());
  EXPECT_NE(text.find("steady on the cycle"), std::string::npos);
  EXPECT_NE(text.find("≤ 150 s"), std::string::npos);
  EXPECT_NE(text.find("least phase margin"), std::string::npos);
}

TEST(LabReport, FiguresReadAsPeopleWriteThem) {
  EXPECT_EQ(figure_text(2.5234), "2.52");
  EXPECT_EQ(figure_text(272.4), "272");
  EXPECT_EQ(figure_text(0.0123), "0.012");
  EXPECT_EQ(figure_text(std::numeric_limits<double>::infinity()), "never");
  EXPECT_EQ(figure_text(std::nan("")), "–");
}

/// Results that hold what a test says.
Results made_results(double ours_rmse, double ours_power) {
  Results results;
  results.options.athletes = 20;
  results.options.protocols = {find_protocol("steady")};
  for (const athlete::Work work : {athlete::Work::Cycle}) {
    Part part{.protocol = find_protocol("steady"), .work = work};
    for (auto& outcomes : part.of) outcomes.resize(20);
    results.people[0].assign(20, make_subject({}, 1));
    for (std::size_t i = 0; i < 20; ++i) {
      part.of[index(LawId::Replica)][i][Measure::Rmse] = 2.0 + 0.1 * static_cast<double>(i);
      part.of[index(LawId::Replica)][i][Measure::MovePower] = 1.0;
      part.of[index(LawId::Ours)][i][Measure::Rmse] = ours_rmse * (2.0 + 0.1 * static_cast<double>(i));
      part.of[index(LawId::Ours)][i][Measure::MovePower] = ours_power;
    }
    results.parts.push_back(std::move(part));
  }
  return results;
}

std::optional<bool> trade_off(double rmse, double power) {
  const Report report = make_report(made_results(rmse, power), "");
  for (const Finding& f : report.findings) {
    if (f.row->goal == Goal::TradeOff) return f.is_met;
  }
  return std::nullopt;
}

TEST(LabReport, TradeOffHasTwoDoors) {
  EXPECT_EQ(trade_off(0.99, 0.49), true);
  EXPECT_EQ(trade_off(1.02, 0.49), false);
  EXPECT_EQ(trade_off(1.02, 0.19), true);
  EXPECT_EQ(trade_off(0.99, 0.51), false);
  EXPECT_EQ(trade_off(1.04, 0.01), false);
}

}  // namespace
}  // namespace tonus::lab
