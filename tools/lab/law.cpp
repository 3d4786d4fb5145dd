#include "law.hpp"

#include <array>

#include "lqg.hpp"
#include "our_law.hpp"
#include "reference_laws.hpp"

namespace tonus::lab {
namespace {

struct Names {
  std::string_view name, label;
};
constexpr std::array<Names, kLaws> kNames{{{"ours", "ours"},
                                           {"hunt_c1_replica", "Hunt C1 replica"},
                                           {"zone_step", "zone step"},
                                           {"fixed_load", "fixed load"},
                                           {"lqg_0.1", "LQG bound, price 0.1"},
                                           {"lqg_0.3", "LQG bound, price 0.3"},
                                           {"lqg_1", "LQG bound, price 1"},
                                           {"lqg_3", "LQG bound, price 3"},
                                           {"lqg_10", "LQG bound, price 10"},
                                           {"lqg_30", "LQG bound, price 30"},
                                           {"lqg_100", "LQG bound, price 100"}}};

}  // namespace

std::string_view name(LawId id) noexcept { return kNames[index(id)].name; }
std::string_view label(LawId id) noexcept { return kNames[index(id)].label; }

std::unique_ptr<Law> make_law(LawId id, const Brief& brief, const athlete::Parameters& person, std::uint64_t seed) {
  switch (id) {
    case LawId::Ours: return std::make_unique<OurLaw>(brief);
    case LawId::Replica: return std::make_unique<HuntReplica>(*brief.machine);
    case LawId::ZoneStep: return std::make_unique<ZoneStep>(*brief.machine);
    case LawId::Fixed: return std::make_unique<FixedLoad>(brief);
    default: return std::make_unique<LqgBound>(brief, person, kMovePrices[index(id) - index(LawId::Lqg0)], seed);
  }
}

}  // namespace tonus::lab
