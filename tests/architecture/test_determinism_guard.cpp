// What runs in a tick must give equal bits on every processor. libm does not: glibc picks variants of exp, sin and
// others by what the processor can do. So the compiled objects are asked which outside functions they call.

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace tonus::architecture {
namespace {

/// Not exactly rounded, or picked by processor; their float and long double forms too. sqrt, fma, floor, fmod, rint,
/// ldexp and the like are exact by definition and stay the library's.
constexpr std::array<std::string_view, 36> kInexact{
    "exp",   "exp2", "exp10", "expm1", "log",    "log2",   "log10", "log1p", "pow",   "sin",   "cos",    "tan",
    "asin",  "acos", "atan",  "atan2", "sinh",   "cosh",   "tanh",  "asinh", "acosh", "atanh", "sincos", "cbrt",
    "hypot", "erf",  "erfc",  "gamma", "lgamma", "tgamma", "j0",    "j1",    "y0",    "y1",    "jn",     "yn"};

/// "__sinf_finite@GLIBC_2.15" to "sin": what a person would have written.
std::string plain_name(std::string symbol) {
  symbol = symbol.substr(0, symbol.find('@'));
  while (symbol.starts_with('_')) symbol.erase(0, 1);
  if (symbol.ends_with("_finite")) symbol.erase(symbol.size() - 7);
  const auto is_known = [](const std::string& name) {
    return std::find(kInexact.begin(), kInexact.end(), name) != kInexact.end();
  };
  if (is_known(symbol)) return symbol;
  if (!symbol.empty() && (symbol.back() == 'f' || symbol.back() == 'l')) {
    const std::string shorter = symbol.substr(0, symbol.size() - 1);
    if (is_known(shorter)) return shorter;
  }
  return {};
}

/// Clocks, processor-wide random numbers and files: a pure layer has none of them.
bool is_impure(const std::string& symbol) {
  static const std::set<std::string> kImpure{"clock_gettime",
                                             "gettimeofday",
                                             "time",
                                             "rand",
                                             "random",
                                             "drand48",
                                             "getrandom",
                                             "fopen",
                                             "fopen64",
                                             "open",
                                             "open64",
                                             "getenv",
                                             "_ZNSt6chrono3_V212steady_clock3nowEv",
                                             "_ZNSt6chrono3_V212system_clock3nowEv",
                                             "_ZNSt13random_device9_M_getvalEv"};
  return kImpure.contains(symbol.substr(0, symbol.find('@')));
}

/// "member.o: symbol" of everything an archive or object calls from outside itself.
std::vector<std::pair<std::string, std::string>> undefined_symbols(const std::string& file) {
  const std::string command = std::string(TONUS_NM) + " -A --undefined-only '" + file + "' 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  while (pipe && fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) text += buffer.data();
  std::vector<std::pair<std::string, std::string>> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const auto last = line.rfind(' ');
    const auto colon = line.rfind(':', last);
    if (last == std::string::npos || colon == std::string::npos) continue;
    const auto before = line.rfind(':', colon - 1);
    out.emplace_back(line.substr(before + 1, colon - before - 1), line.substr(last + 1));
  }
  return out;
}

struct BuiltRoom {
  std::string name;
  std::string file;
};

/// Written by CMake: "NAME FILE" of each room with a library.
std::vector<BuiltRoom> built_rooms() {
  std::vector<BuiltRoom> out;
  std::istringstream in(text_of(TONUS_BUILT_ROOMS));
  for (BuiltRoom room; in >> room.name && std::getline(in >> std::ws, room.file);) out.push_back(room);
  return out;
}

std::string complaints(const std::set<std::string>& names, bool (*is_wrong)(const std::string&)) {
  std::string out;
  int checked = 0;
  std::size_t told = 0;  // a room of tables alone, as signal is when optimised, may call nobody
  for (const auto& room : built_rooms()) {
    if (!names.contains(room.name)) continue;
    const auto symbols = undefined_symbols(room.file);
    EXPECT_TRUE(std::filesystem::exists(room.file)) << room.file;
    told += symbols.size();
    ++checked;
    for (const auto& [member, symbol] : symbols) {
      if (is_wrong(symbol)) out += "  " + room.name + ", " + member + ": " + symbol + "\n";
    }
  }
  EXPECT_GT(checked, 0) << "no room of the tick path was built";
  EXPECT_GT(told, 20U) << "nm told next to nothing";
  return out;
}

TEST(DeterminismGuard, NothingOnTheTickPathCallsAFunctionThatLibmPicksByProcessor) {
  const std::string found = complaints({"core", "scene", "record", "physics", "signal", "athlete", "source", "body",
                                        "adaptation", "session", "strike", "catalogue", "xr_headless", "xr_motion"},
                                       [](const std::string& symbol) { return !plain_name(symbol).empty(); });
  EXPECT_TRUE(found.empty()) << "use engine/core/math.hpp instead:\n" << found;
}

TEST(DeterminismGuard, ThePureRoomsHaveNoClockNoRandomDeviceAndNoFile) {
  const std::string found =
      complaints({"scene", "signal", "athlete", "body", "adaptation", "session", "strike"}, is_impure);
  EXPECT_TRUE(found.empty()) << "time and data arrive as arguments:\n" << found;
}

TEST(DeterminismGuard, AnObjectThatCallsLibmIsFound) {
  std::set<std::string> found;
  for (const auto& [member, symbol] : undefined_symbols(TONUS_PLANTED_OBJECT)) found.insert(plain_name(symbol));
  for (const char* name : {"exp", "log", "sin", "cos", "pow"}) EXPECT_TRUE(found.contains(name)) << name;
  EXPECT_FALSE(found.contains("sqrt"));
  EXPECT_FALSE(found.contains("floor"));
}

TEST(DeterminismGuard, EveryFormOfAFunctionIsKnownByItsPlainName) {
  for (const char* form : {"sin", "sinf", "sinl", "__sin_finite", "__sinf_finite@GLIBC_2.15", "sin@GLIBC_2.2.5"}) {
    EXPECT_EQ(plain_name(form), "sin") << form;
  }
  for (const char* other :
       {"sqrt", "sqrtf", "fmodf", "floor", "fma", "memcpy", "_ZN5tonus4math3sinEd", "expected", "ldexp", "f", ""}) {
    EXPECT_EQ(plain_name(other), "") << other;
  }
}

}  // namespace
}  // namespace tonus::architecture
