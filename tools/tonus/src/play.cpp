#include <cstdio>

#include <fmt/format.h>

#include "commands.hpp"
#include "headless.hpp"
#include "stage.hpp"
#include "window.hpp"

namespace tonus::tool {

int complain(int status, const std::string& message) {
  fmt::print(stderr, "tonus: {}\n", message);
  return status;
}

int play(const PlayOptions& options) {
  auto choices = choose(options);
  if (!choices) return complain(choices.error().status, choices.error().message);
  return choices->display == Display::Headless ? play_headless(options, *choices) : play_on_screen(options, *choices);
}

}  // namespace tonus::tool
