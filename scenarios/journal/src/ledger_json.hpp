#pragma once
// One row of the ledger as JSON, and back. The order of the members is part of the format: it is what is hashed.

#include <string_view>

#include <nlohmann/json.hpp>

#include <engine/core/result.hpp>
#include <scenarios/adaptation/decision.hpp>

namespace tonus::journal {

using Json = nlohmann::ordered_json;

/// The row up to and with prev_hash.
[[nodiscard]] Json to_json(const adaptation::Decision& decision, std::string_view prev_hash);

/// The Error names the first member that is missing or is not what it should be.
[[nodiscard]] Result<adaptation::Decision, Error> decision_from_json(const Json& row);

}  // namespace tonus::journal
