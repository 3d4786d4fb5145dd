#pragma once
// What readiness said before a session and what the person made of it: part of a recording, so that it can be
// explained.

namespace tonus::session {

/// Trivially copyable. The plan of the session holds the scaled targets already.
struct ReadinessNote {
  bool is_known = false;                      ///< a score was there
  double score = 0.0, low = 0.0, high = 0.0;  ///< 0…100, 80 % interval
  double scale = 1.0;  ///< 0.6…1.05 on the share of heart-rate reserve of every target, as the person answered
  double age_h = 0.0;  ///< of the data behind the score when the session began; below 0: from the future
};

}  // namespace tonus::session
