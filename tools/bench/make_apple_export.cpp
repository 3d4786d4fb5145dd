// make_apple_export MEGABYTES >export.xml
#include <cstdio>
#include <cstdlib>

#include "made_export.hpp"

int main(int argc, char** argv) {
  const long long megabytes = argc == 2 ? std::atoll(argv[1]) : 0;
  if (megabytes <= 0) {
    std::fprintf(stderr, "usage: make_apple_export MEGABYTES >export.xml\n");
    return 2;
  }
  bool is_written = true;
  tonus::bench::write_apple_export(static_cast<std::uint64_t>(megabytes) * 1'000'000, [&](std::string_view piece) {
    is_written = is_written && std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
  });
  if (!is_written) std::fprintf(stderr, "make_apple_export: the output cannot be written\n");
  return is_written ? 0 : 1;
}
