#pragma once
// A decision in words a tired person understands. For the panel, the ledger and the report; never on the tick path.

#include <string>
#include <string_view>

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

/// One sentence, English, at most about 140 characters, without diagnosis; advice is to check the strap,
/// to ask a doctor about a rhythm, or to get help.
[[nodiscard]] std::string sentence(const Decision& decision);
/// What the envelope asks the person, in words; empty for none.
[[nodiscard]] std::string_view question(Ask ask);

}  // namespace tonus::adaptation
