#pragma once
// `tonus serve dircon`: a simulated trainer and strap other programs can connect to.

#include <cstdint>
#include <string>
#include <vector>

#include <sensors/dircon/message.hpp>

namespace tonus::tool {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = sensors::dircon::kDefaultPort;  ///< 0: a free one
  std::string persona = "healthy";
  std::uint64_t seed = 1;
  std::vector<std::string> faults;
  double seconds = 0.0;  ///< 0: until it is interrupted
  bool has_mdns = true;
  bool json = false;
};
/// Says "serving … on host:port" once it listens, then a line for each change; JSON lines with `json`. Every line is
/// flushed.
int serve_dircon(const ServeOptions& options);

}  // namespace tonus::tool
