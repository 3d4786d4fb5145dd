#include "io/json_objects.hpp"

#include <cmath>
#include <istream>

#include <fmt/format.h>

#include "text/text.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;
constexpr int kDeepest = 64;
/// Values one object or array may hold; beyond, they are dropped: a day has 86,400 seconds.
constexpr std::size_t kMostHeld = 200'000;

struct TooDeep {};

}  // namespace

std::optional<std::string> for_each_object(ByteStream& stream, const TakeObject& take) {
  StreamBuffer buffer(stream);
  std::istream in(&buffer);
  JsonPath path;
  // The key that names whatever begins next at each depth.
  std::vector<std::string> key_at(kDeepest + 2);
  std::vector<std::size_t> held(kDeepest + 2);
  const auto event = [&](int depth, json::parse_event_t what, json& parsed) {
    if (depth > kDeepest) throw TooDeep{};
    const auto level = static_cast<std::size_t>(depth);
    switch (what) {
      case json::parse_event_t::key: key_at[level] = parsed.get_ref<const std::string&>(); return true;
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        path.push_back(key_at[level]);
        key_at[level + 1].clear();
        held[level + 1] = 0;
        return true;
      case json::parse_event_t::object_end: {
        const bool is_done = take(path, parsed);
        path.pop_back();
        return !is_done && ++held[level] <= kMostHeld;
      }
      case json::parse_event_t::array_end: path.pop_back(); return ++held[level] <= kMostHeld;
      case json::parse_event_t::value: return ++held[level] <= kMostHeld;
    }
    return true;
  };
  try {
    const json rest = json::parse(in, event);
    (void)rest;
  } catch (const json::parse_error& e) {
    if (!stream.problem().empty()) return stream.problem();
    return e.byte > stream.position() || stream.position() == 0
               ? fmt::format("offset {}: the file ends before its JSON does", stream.position())
               : fmt::format("offset {}: not JSON from here", e.byte);
  } catch (const json::exception& e) {  // a number too large for a double
    return fmt::format("near offset {}: not JSON from here", stream.position());
  } catch (const TooDeep&) {
    return fmt::format("near offset {}: nested deeper than {}, which no export is", stream.position(), kDeepest);
  }
  if (!stream.problem().empty()) return stream.problem();
  return std::nullopt;
}

const json* member(const json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto& members = object.get_ref<const json::object_t&>();
  const auto found = members.find(key);
  return found == members.end() ? nullptr : &found->second;
}

std::optional<double> number_in(const json& object, std::string_view key) {
  const json* const found = member(object, key);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) {
    const double value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }
  if (found->is_string()) return text::number(found->get_ref<const std::string&>());
  return std::nullopt;
}

std::string text_in(const json& object, std::string_view key) {
  const json* const found = member(object, key);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace tonus::exchange
