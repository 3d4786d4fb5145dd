#include "json.hpp"

namespace tonus::journal {
namespace {

/// What the parser says after its own name and position: "syntax error while …".
std::string_view essence(std::string_view what) {
  for (const std::string_view mark : {"column ", "byte "}) {
    if (const auto found = what.find(mark); found != std::string_view::npos) {
      if (const auto colon = what.find(": ", found); colon != std::string_view::npos) return what.substr(colon + 2);
    }
  }
  return what;
}

}  // namespace

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json parse_json(std::string_view text, JsonFault* fault) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    if (fault != nullptr) *fault = {error.byte > 0 ? error.byte - 1 : 0, std::string(essence(error.what()))};
  } catch (const Json::exception& error) {
    if (fault != nullptr) *fault = {0, std::string(essence(error.what()))};
  }
  return Json(Json::value_t::discarded);
}

}  // namespace tonus::journal
