#pragma once
// A JSON document object by object, innermost first, so that a file of many years never lies in memory as a whole.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/byte_stream.hpp"

namespace tonus::exchange {

/// Where an object lies: the keys from the outermost object to it, an array without a key of its own as "".
using JsonPath = std::vector<std::string>;

/// True: the object is done with and leaves no trace in what holds it. False: it stays a member of its parent.
using TakeObject = std::function<bool(const JsonPath& path, const nlohmann::json& object)>;

/// Calls take for each object that is complete. The fault, with line or offset, where the text stops being JSON; what
/// came before has been taken.
[[nodiscard]] std::optional<std::string> for_each_object(ByteStream& stream, const TakeObject& take);

/// A member of an object; nullptr when there is none, or it is no object.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& object, std::string_view key);
/// A number of an object, absent when there is none, or null, or anything else. Text that holds a number counts as one.
[[nodiscard]] std::optional<double> number_in(const nlohmann::json& object, std::string_view key);
/// A text of an object; empty when there is none.
[[nodiscard]] std::string text_in(const nlohmann::json& object, std::string_view key);

}  // namespace tonus::exchange
