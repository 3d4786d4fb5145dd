#include "commands.hpp"
#include "headless.hpp"
#include "stage.hpp"
#include "window.hpp"

namespace tonus::tool {

int play(const PlayOptions& options) {
  auto choices = choose(options);
  if (!choices) return complain(choices.error().status, choices.error().message);
  return choices->display == Display::Window ? play_window(options, *choices) : play_headless(options, *choices);
}

}  // namespace tonus::tool
