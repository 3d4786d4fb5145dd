#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/result.hpp>

namespace tonus::made {

using Octets = std::vector<std::byte>;

/// "2a 37" or "2a37".
inline Octets hex(std::string_view text) {
  Octets octets;
  unsigned digits = 0, value = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    const auto at = std::string_view("0123456789abcdef").find(c);
    if (at == std::string_view::npos) throw std::invalid_argument(std::string(text));
    value = value << 4 | static_cast<unsigned>(at);
    if (++digits % 2 == 0) octets.push_back(static_cast<std::byte>(value & 0xFF));
  }
  if (digits % 2 != 0) throw std::invalid_argument(std::string(text));
  return octets;
}

/// One line that says which characteristic and shows the octets.
inline void expect_one_line(const Error& error, std::string_view words) {
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("(octets: "), std::string::npos) << error.message;
  EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
}

}  // namespace tonus::made
