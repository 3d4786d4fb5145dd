#pragma once
// Expected failure as a value. An alias of tl::expected until std::expected is there on every compiler we support.

#include <string>

#include <tl/expected.hpp>

namespace tonus {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] constexpr tl::unexpected<std::decay_t<E>> fail(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

/// What a person is told: one line that names what was wrong and, where there is one, the remedy.
struct Error {
  std::string message;
};

}  // namespace tonus
