#pragma once
// XML element by element from a stream. A document type is read past, not obeyed: no entity of a file's own ever grows,
// and a file that declares one is refused. (Apple's own document type has had errors that stop strict readers.)

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "io/byte_stream.hpp"

namespace tonus::exchange {

/// Attributes of one element; borrowed for the call.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) noexcept : pairs_(pairs) {}
  /// Empty when there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;

 private:
  const char** pairs_;
};

struct XmlHandler {
  std::function<void(std::string_view element, const XmlAttributes& attributes)> begin;
  std::function<void(std::string_view element)> end;
};

/// The fault, with its line, where the text stops being XML; what came before has been handed over. `is_refused` is set
/// when nothing was, because the file declares entities.
[[nodiscard]] std::optional<std::string> read_xml(ByteStream& stream, const XmlHandler& handler, bool& is_refused);

/// Why a prolog (what comes before the first element) is refused; nothing when it is harmless.
[[nodiscard]] std::optional<std::string> prolog_complaint(std::string_view head);

}  // namespace tonus::exchange
