// report.html: one file that needs nothing else, says what happened in words as well, and survives odd input.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include <scenarios/journal/report.hpp>

#include "made_session.hpp"
#include "paths.hpp"

namespace tonus::journal {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/// Where a tag that begins at `begin` ends, quoted attributes skipped; npos when it never does.
std::size_t end_of_tag(const std::string& html, std::size_t begin) {
  char quote = 0;
  for (std::size_t i = begin; i < html.size(); ++i) {
    if (quote != 0) {
      if (html[i] == quote) quote = 0;
    } else if (html[i] == '"' || html[i] == '\'') {
      quote = html[i];
    } else if (html[i] == '>') {
      return i;
    }
  }
  return std::string::npos;
}

/// Every opened element is closed again in order; enough to catch a broken attribute or a forgotten end.
std::string first_unbalanced(const std::string& html) {
  std::vector<std::string> open;
  for (auto at = html.find("<html"); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = end_of_tag(html, at);
    if (end == std::string::npos) return "a tag without an end at " + std::to_string(at);
    const bool closes = html[at + 1] == '/';
    const auto name_at = at + (closes ? 2 : 1);
    const std::string name = html.substr(name_at, html.find_first_of(" />\n", name_at) - name_at);
    if (closes) {
      if (open.empty() || open.back() != name)
        return "</" + name + "> after <" + (open.empty() ? "" : open.back()) + ">";
      open.pop_back();
    } else if (html[end - 1] != '/' && name != "meta") {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

TEST(Report, TheCheckOfItsTagsFindsWhatIsBroken) {
  EXPECT_EQ(first_unbalanced("<html><p a=\">\">x</p><br/></html>"), "");
  EXPECT_EQ(first_unbalanced("<html><p>x</html>"), "</html> after <p>");
  EXPECT_EQ(first_unbalanced("<html><p>"), "<p> is never closed");
}

TEST(Report, IsOneFileWithoutAnyReferenceOutside) {
  const std::string html = report_html(made_report(made_session()));
  // To look at: the newest report of the tests lies in the build folder.
  std::ofstream(std::filesystem::path(TONUS_BINARY_DIR) / "made-report.html", std::ios::binary) << html;
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "<script", "<link", "<img", "//cdn"}) {
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  }
  // The only url() are patterns of its own.
  EXPECT_EQ(count(html, "url("), count(html, "url(#"));
  EXPECT_EQ(first_unbalanced(html), "");
  EXPECT_LT(html.size(), 1'000'000U);
}

TEST(Report, SaysInWordsWhatThePictureShows) {
  const std::string html = report_html(made_report(made_session()));
  for (const char* words : {"<h1>Strike</h1>", "Tuesday 4 March, 18:05", "Stopped by the person after 18:00", "Warm-up",
                            "Work", "Cool-down", "ceiling 152", "Target band", "377 of 412", "84 %", "20:00",
                            "Heart rate dropped out", "You pressed Stop", "medical advice", "estimated from age",
                            "role=\"img\"", "<desc id=\"chart-text\">", "prefers-color-scheme: dark", "@media print"}) {
    EXPECT_NE(html.find(words), std::string::npos) << words;
  }
  EXPECT_EQ(html.find("could not react"), std::string::npos) << "a simulated heart reacts";
}

TEST(Report, ARecordingIsSaidToBeOneThatCouldNotReact) {
  auto in = made_report(made_session(120.0));
  in.source_reacts = false;
  EXPECT_NE(report_html(in).find("It could not react to what the scenario asked"), std::string::npos);
}

TEST(Report, AMeasuredMaximumIsNotCalledAnEstimate) {
  auto in = made_report(made_session(120.0));
  in.max_is_measured = true;
  const std::string html = report_html(in);
  EXPECT_EQ(html.find("estimated from age"), std::string::npos);
  EXPECT_NE(html.find("as measured and entered"), std::string::npos);
}

TEST(Report, EveryNumberedMarkerHasItsRowInTheTable) {
  const std::string html = report_html(made_report(made_session()));
  static const std::regex kPin(R"re(class="pin-text"[^>]*>(\d+)(?:–(\d+))?<)re");
  int markers = 0, last = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), kPin), end; it != end; ++it) {
    ++markers;
    EXPECT_EQ(std::stoi((*it)[1]), last + 1) << "markers are numbered without a gap";
    last = (*it)[2].matched ? std::stoi((*it)[2]) : std::stoi((*it)[1]);
  }
  EXPECT_GT(markers, 3);
  EXPECT_EQ(count(html, "<td class=\"n\"><span class=\"mark\">"), static_cast<std::size_t>(last));
}

TEST(Report, AGapInHeartRateIsAGapInTheLine) {
  auto session = made_session(120.0);
  for (auto& p : session.points) p.bpm = 120.0;
  const auto pieces = [&] {
    const std::string html = report_html(made_report(session));
    const auto end = html.find("\" class=\"heart\"/>\n");
    const auto begin = html.rfind("<path d=\"", end);
    return count(html.substr(begin, end - begin), "M");
  };
  EXPECT_EQ(pieces(), 1U);
  session.points[50].bpm = kNan;
  EXPECT_EQ(pieces(), 2U);
}

TEST(Report, TextFromOutsideCannotBecomeMarkup) {
  auto in = made_report(made_session(60.0));
  const std::string evil = "</title><script>alert(\"1\")</script>&'\x01";
  in.title = in.started = in.ending = evil;
  in.notes = {evil};
  in.phases = {{evil, 0.0, 60.0}};
  in.summary.source = in.summary.build = in.summary.hash = in.summary.ledger_hash = evil;
  const std::string html = report_html(in);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find('\x01'), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"), std::string::npos);
  EXPECT_EQ(first_unbalanced(html), "");
}

TEST(Report, OddNumbersLeaveGapsAndNeverReachThePage) {
  auto session = made_session(60.0);
  const double odd[] = {kNan, kInfinity, -kInfinity, 1e300, -1e300, 0.0};
  for (std::size_t i = 0; i < session.points.size(); ++i) {
    auto& p = session.points[i];
    (i % 5 == 0   ? p.bpm
     : i % 5 == 1 ? p.low_bpm
     : i % 5 == 2 ? p.intensity
     : i % 5 == 3 ? p.quality
                  : p.high_bpm) = odd[i % 6];
  }
  auto in = made_report(session);
  in.summary.duration_s = kNan;
  in.summary.heart_rate = SessionSummary::HeartRate{kNan, kInfinity, kNan};
  in.summary.in_band_percent = kNan;
  in.summary.target.ceiling_bpm = kInfinity;
  in.phases.push_back({"odd", kNan, kInfinity});
  const std::string html = report_html(in);
  const std::string body = html.substr(html.find("<body>"));
  for (const char* word : {"nan", "inf"}) EXPECT_EQ(body.find(std::string("\"") + word), std::string::npos) << word;
  static const std::regex kWord(R"([ML \-](nan|inf)\b)");
  EXPECT_FALSE(std::regex_search(body, kWord));
  EXPECT_EQ(first_unbalanced(html), "");
}

TEST(Report, AnEmptySessionIsAReportThatSaysSo) {
  const std::string html = report_html({});
  EXPECT_NE(html.find("No heart rate was recorded."), std::string::npos);
  EXPECT_NE(html.find("No decision was recorded."), std::string::npos);
  EXPECT_EQ(first_unbalanced(html), "");
}

/// The least y of the heart-rate line: where it stands highest on the page.
double highest_point(const std::string& html) {
  const auto end = html.find("\" class=\"heart\"/>\n");
  double least = 1e9;
  for (auto at = html.find_first_of("ML", html.rfind("<path d=\"", end) + 9); at < end;
       at = html.find_first_of("ML", at + 1)) {
    least = std::min(least, std::stod(html.substr(html.find(' ', at) + 1, 8)));
  }
  return least;
}

TEST(Report, ALongSessionIsThinnedWithoutLosingItsPeak) {
  MadeSession session = made_session(60.0);
  session.points.clear();
  for (int i = 0; i < 40'000; ++i) {
    session.points.push_back({static_cast<double>(i), 110.0, 105.0, 115.0, 0.4, 1.0});
  }
  session.points[1].bpm = 140.0;
  session.points[23'456].bpm = 141.0;
  const std::string html = report_html(made_report(session));
  EXPECT_LT(html.size(), 400'000U);
  session.points[1].bpm = 110.0;
  EXPECT_DOUBLE_EQ(highest_point(report_html(made_report(session))), highest_point(html)) << "the single peak is drawn";
  session.points[23'456].bpm = 110.0;
  EXPECT_GT(highest_point(report_html(made_report(session))), highest_point(html) + 50.0)
      << "and gone when it is not there";
}

TEST(Report, EqualSessionsGiveEqualBytes) {
  EXPECT_EQ(report_html(made_report(made_session())), report_html(made_report(made_session())));
}

TEST(Report, AGapOfADeviceIsDrawnAsABarNamedAndListed) {
  auto in = made_report(made_session(600.0));
  const std::string without = report_html(in);
  EXPECT_EQ(count(without, "Devices"), 0U);
  SessionSummary::Device strap{.name = "<HR>", .transport = "ble", .packets = 580, .lost_beats = 7};
  strap.gaps = {{100.0, 130.0}, {200.0, 205.0}, {kNan, 3.0}, {900.0, 950.0}};
  in.summary.devices = {strap};
  in.device_events = {{103.0, "<HR>: silent for 3 s"}, {130.0, "<HR>: speaks again after 30.0 s"}};
  const std::string html = report_html(in);
  EXPECT_EQ(first_unbalanced(html), "");
  EXPECT_EQ(html.find("<HR>"), std::string::npos) << "names come from outside";
  EXPECT_EQ(count(html, "gave nothing 1:40–2:10"), 1U);
  EXPECT_EQ(count(html, "gave nothing 3:20–3:25"), 1U);
  EXPECT_EQ(count(html, "class=\"gap\"><title>"), 2U) << "no bar outside the session or without a time";
  EXPECT_NE(html.find("silent for 3 s"), std::string::npos);
  EXPECT_NE(html.find("about 7"), std::string::npos);
}

TEST(Report, OfManyEventsTheFirstAreListedAndTheRestCounted) {
  auto in = made_report(made_session(600.0));
  for (int i = 0; i < 250; ++i) in.device_events.push_back({1.0 * i, "something"});
  const std::string html = report_html(in);
  EXPECT_EQ(count(html, "<td>something</td>"), 200U);
  EXPECT_NE(html.find("and 50 more"), std::string::npos);
}

TEST(Report, SaysHowTheHeartAnswersOrThatItIsNotKnown) {
  auto in = made_report(made_session(60.0));
  EXPECT_NE(report_html(in).find("How your heart answers the load is not known yet."), std::string::npos);
  in.summary.answer = SessionSummary::Answer{57.0, 4.0, 0.38, 45.2};
  EXPECT_NE(report_html(in).find("Your heart answers by 0.38 bpm a watt"), std::string::npos);
  in.source_reacts = false;
  EXPECT_EQ(report_html(in).find("our heart answers"), std::string::npos);
}

}  // namespace
}  // namespace tonus::journal
