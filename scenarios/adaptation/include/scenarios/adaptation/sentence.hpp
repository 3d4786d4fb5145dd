#pragma once
// A decision in words a tired person understands. For the panel, the ledger and the report; never on the tick path.

#include <string>

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

/// One sentence, English, at most about 140 characters, without diagnosis, and without advice but one: an
/// irregular rhythm suggests a check.
[[nodiscard]] std::string sentence(const Decision& decision);

}  // namespace tonus::adaptation
