#pragma once
// JSON that people write by hand: every complaint says where and what was expected.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <sensors/body/profile.hpp>

#include "json.hpp"

namespace tonus::journal {

/// A text with its name, for messages "NAME:LINE:COLUMN: …".
class HandWritten {
 public:
  HandWritten(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  /// The document, which must be an object.
  [[nodiscard]] Result<Json, Error> parse() const;
  /// Points at the member of this name, at the first character of the text where it cannot be found.
  [[nodiscard]] Error at_member(std::string_view member, std::string_view message) const;
  /// An Error on the first member of `object` that is not among those known.
  [[nodiscard]] std::optional<Error> unknown_member(const Json& object,
                                                    std::initializer_list<std::string_view> known) const;

 private:
  [[nodiscard]] Error at(std::size_t offset, std::string_view message) const;
  std::string_view text_;
  std::string_view name_;
};

[[nodiscard]] Result<body::Profile, Error> profile_from(const Json& object, const HandWritten& source);
[[nodiscard]] Json to_json(const body::Profile& profile);

}  // namespace tonus::journal
