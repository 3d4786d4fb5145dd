#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <scenarios/catalogue/catalogue.hpp>

#include "commands.hpp"

namespace tonus::tool {

int list_scenarios(bool json) {
  auto document = nlohmann::ordered_json::array();
  for (const catalogue::Entry& entry : catalogue::scenarios()) {
    if (json) {
      document.push_back({{"name", entry.name},
                          {"family", entry.family},
                          {"summary", entry.summary},
                          {"actuators", entry.actuators},
                          {"modes", entry.modes}});
    } else {
      fmt::print("{:<10} {}\n{:<10} acts on {}; plays {}\n", entry.name, entry.summary, "",
                 fmt::join(entry.actuators, ", "), fmt::join(entry.modes, ", "));
    }
  }
  if (json) fmt::print("{}\n", document.dump(2));
  return kDone;
}

}  // namespace tonus::tool
