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

/// Why a text is no JSON, and where: `offset` bytes from its start.
struct JsonFault {
  std::size_t offset = 0;
  std::string message;
};
/// Never throws; with `fault` left as it was when the text could be read.
[[nodiscard]] Json parse_json(std::string_view text, JsonFault* fault = nullptr);

}  // namespace tonus::journal
