#pragma once
// Where a text stops being JSON: people mend files by line and column, and the parser throws more than one kind of
// thing.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tonus {

struct JsonFault {
  std::size_t offset = 0;  ///< bytes from the start of the text; its size where more was expected
  std::string message;     ///< one line: "expected more text, the file ends here"
};

/// The first fault of a text that should be one JSON document, or nothing. Never throws for the text's sake; does not
/// recurse, so nesting costs no stack. A number too large for a double is a fault.
[[nodiscard]] std::optional<JsonFault> json_fault(std::string_view text);

}  // namespace tonus
