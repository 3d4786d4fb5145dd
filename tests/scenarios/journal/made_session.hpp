#pragma once
// A plausible session for the journal's tests: the real law and envelope around a first-order heart, with a dropout, a
// command and a stop. Equal on every call.

#include <vector>

#include <scenarios/adaptation/decision.hpp>
#include <scenarios/journal/report.hpp>

namespace tonus::journal {

struct MadeSession {
  std::vector<adaptation::Decision> decisions;
  std::vector<ReportPoint> points;
};
[[nodiscard]] MadeSession made_session(double length_s = 1200.0);

/// The session above, dressed for the report.
[[nodiscard]] ReportInput made_report(const MadeSession& session);

/// Every number, flag and code of two decisions alike, bit for bit.
[[nodiscard]] bool same(const adaptation::Decision& a, const adaptation::Decision& b);

}  // namespace tonus::journal
