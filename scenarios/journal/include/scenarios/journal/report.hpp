#pragma once
// report.html: a session to look at afterwards, on a screen or on paper. One file, no outside reference, no script.

#include <string>
#include <vector>

#include <scenarios/adaptation/decision.hpp>
#include <scenarios/journal/summary.hpp>

namespace tonus::journal {

struct ReportPoint {
  double t_s = 0.0;
  double bpm = 0.0;                      ///< NaN where unknown: a gap in the line
  double low_bpm = 0.0, high_bpm = 0.0;  ///< target band; NaN where there is none
  double intensity = 0.0;                ///< 0…1
  double quality = 0.0;                  ///< 0…1
};

struct ReportPhase {
  std::string name;  ///< "Warm-up", "Work", "Cool-down"
  double from_s = 0.0, to_s = 0.0;
};

struct ReportDeviceEvent {
  double t_s = 0.0;
  std::string sentence;
};

struct ReportInput {
  std::string title;                ///< "Strike"
  std::string started;              ///< text as it should be read; empty: not said
  std::vector<ReportPoint> points;  ///< rising in time, any spacing
  std::vector<ReportPhase> phases;
  std::vector<adaptation::Decision> decisions;   ///< rows of the ledger, in order
  SessionSummary summary;                        ///< its devices and their gaps are drawn as well
  std::vector<ReportDeviceEvent> device_events;  ///< in order
  std::string ending;                            ///< "Finished as planned.", "Stopped by the person after 12:31."
  bool source_reacts = true;                     ///< false: a recording, which could not react
  double max_bpm = 0.0;                          ///< maximal heart rate the session worked with; 0: leave it out
  bool max_is_measured = false;                  ///< false: estimated from age
  std::vector<std::string> notes;                ///< further plain sentences, after ours
};

/// The whole document. All text is escaped; odd numbers (NaN, infinite) leave gaps. Equal inputs give equal bytes.
[[nodiscard]] std::string report_html(const ReportInput& input);

}  // namespace tonus::journal
