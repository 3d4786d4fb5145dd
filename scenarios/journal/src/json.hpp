#pragma once
// JSON in this room. Reading and writing are compiled in one place alone, because each costs seconds to compile.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace tonus::journal {

/// Members keep the order in which they were added: what is hashed and what people read has one order.
using Json = nlohmann::ordered_json;

/// One line for indent -1. Numbers read back to equal bits; what is no UTF-8 is replaced; what is no number is null.
[[nodiscard]] std::string text_of(const Json& json, int indent = -1);

/// Never throws: discarded where the text is not JSON; core's json_fault() says where and why.
[[nodiscard]] Json parse_json(std::string_view text);

}  // namespace tonus::journal
