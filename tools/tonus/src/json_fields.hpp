#pragma once
// Optional quantities into a JSON object: present ones only, whole numbers as such.

#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

namespace tonus::tool {

class JsonFields {
 public:
  template <class T>
  JsonFields& add(const char* name, const T& value) {
    if constexpr (std::floating_point<T>) {
      // 80 and not 80.0.
      const double number{value};
      if (std::trunc(number) == number && std::abs(number) < 1e15)
        fields_[name] = static_cast<std::int64_t>(number);
      else
        fields_[name] = number;
    } else {
      fields_[name] = value;
    }
    return *this;
  }
  template <class T>
  JsonFields& add(const char* name, const std::optional<T>& value) {
    if (value) add(name, *value);
    return *this;
  }
  /// Only where it is true.
  JsonFields& mark(const char* name, bool is_so) {
    if (is_so) fields_[name] = true;
    return *this;
  }
  [[nodiscard]] nlohmann::ordered_json take() { return std::move(fields_); }

 private:
  nlohmann::ordered_json fields_ = nlohmann::ordered_json::object();
};

/// What is not known is null.
template <class T>
nlohmann::ordered_json or_null(const std::optional<T>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

template <class List>
nlohmann::ordered_json json_list(const List& list) {
  auto array = nlohmann::ordered_json::array();
  for (const auto& value : list) array.push_back(value);
  return array;
}

}  // namespace tonus::tool
