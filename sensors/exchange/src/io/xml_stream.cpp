#include "io/xml_stream.hpp"

#include <expat.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <fmt/format.h>

namespace tonus::exchange {
namespace {

constexpr std::size_t kPiece = 64 * 1024, kLongestProlog = 1 << 20;
constexpr std::string_view kDoctype = "<!DOCTYPE";

/// expat 2.9 (Debian 13) deprecates the function that Debian 12 has.
std::uint64_t line_of(XML_Parser parser) {
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
  return XML_GetCurrentLineNumber64(parser);
#else
  return XML_GetCurrentLineNumber(parser);
#endif
}

/// Where the first element begins: a '<' that is neither a declaration, a comment, nor an instruction; npos when it is
/// not there yet. Blanks the document type out if there is one, line ends kept so that lines count as they stand.
std::size_t first_element(std::string& head, bool blank_doctype) {
  std::size_t at = 0;
  while ((at = head.find('<', at)) != std::string::npos) {
    if (head.compare(at, 4, "<!--") == 0) {
      at = head.find("-->", at);
      if (at == std::string::npos) return at;
    } else if (head.compare(at, 2, "<?") == 0) {
      at = head.find("?>", at);
      if (at == std::string::npos) return at;
    } else if (head.compare(at, kDoctype.size(), kDoctype) == 0) {
      const std::size_t bracket = head.find_first_of("[>", at);
      if (bracket == std::string::npos) return bracket;
      std::size_t end = bracket;
      if (head[bracket] == '[') {
        do {
          end = head.find(']', end + 1);
          if (end == std::string::npos) return end;
          end = head.find_first_not_of(" \t\r\n", end + 1);
          if (end == std::string::npos) return end;
        } while (head[end] != '>');
      }
      if (blank_doctype) {
        std::replace_if(
            head.begin() + static_cast<std::ptrdiff_t>(at), head.begin() + static_cast<std::ptrdiff_t>(end) + 1,
            [](char c) { return c != '\n'; }, ' ');
      }
      at = end;
    } else if (at + 1 < head.size()) {
      return at;
    } else {
      return std::string::npos;
    }
  }
  return at;
}

struct ParserDeleter {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<XML_ParserStruct, ParserDeleter>;

void on_begin(void* user, const XML_Char* element, const XML_Char** attributes) {
  static_cast<const XmlHandler*>(user)->begin(element, XmlAttributes(attributes));
}
void on_end(void* user, const XML_Char* element) { static_cast<const XmlHandler*>(user)->end(element); }

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const noexcept {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == pair[0]) return pair[1];
  }
  return {};
}

std::optional<std::string> prolog_complaint(std::string_view head) {
  const std::size_t doctype = head.substr(0, kLongestProlog).find(kDoctype);
  if (doctype == std::string_view::npos) return std::nullopt;
  const std::size_t entity = head.substr(0, kLongestProlog).find("<!ENTITY", doctype);
  if (entity == std::string_view::npos) return std::nullopt;
  return fmt::format("offset {}: the file declares entities of its own, which no export does: refused", entity);
}

std::optional<std::string> read_xml(ByteStream& stream, const XmlHandler& handler, bool& is_refused) {
  is_refused = false;
  std::string head;
  std::vector<char> piece(kPiece);
  // Up to the first element in one piece.
  while (first_element(head, false) == std::string::npos) {
    if (head.size() > kLongestProlog) return fmt::format("no element within the first {} bytes", kLongestProlog);
    const std::size_t got = stream.read(piece);
    if (got == 0) break;
    head.append(piece.data(), got);
  }
  std::string prolog = head;
  const std::size_t element = first_element(prolog, true);
  if (auto complaint = prolog_complaint(std::string_view(head).substr(0, element))) {
    is_refused = true;
    return complaint;
  }
  head = std::move(prolog);

  const Parser parser(XML_ParserCreate(nullptr));
  // expat takes the handler back unchanged; it is only read through.
  XML_SetUserData(parser.get(), const_cast<XmlHandler*>(&handler));
  XML_SetElementHandler(parser.get(), on_begin, on_end);
  const auto fault = [&] {
    return fmt::format("line {}: {}", line_of(parser.get()), XML_ErrorString(XML_GetErrorCode(parser.get())));
  };
  if (XML_Parse(parser.get(), head.data(), static_cast<int>(head.size()), 0) == XML_STATUS_ERROR) return fault();
  head = std::string();
  for (;;) {
    void* const room = XML_GetBuffer(parser.get(), static_cast<int>(kPiece));
    if (room == nullptr) return "out of memory";
    const std::size_t got = stream.read({static_cast<char*>(room), kPiece});
    if (got == 0 && !stream.problem().empty()) return stream.problem();
    if (XML_ParseBuffer(parser.get(), static_cast<int>(got), got == 0 ? 1 : 0) == XML_STATUS_ERROR) return fault();
    if (got == 0) return std::nullopt;
  }
}

}  // namespace tonus::exchange
