#pragma once
// `tonus decode`: packets of one characteristic, in order, 1 s apart, through one decoder.

#include <string>
#include <vector>

namespace tonus::tool {

/// One line a packet. Exit status 2, and nothing decoded, for a label or octets that cannot be read.
int decode(const std::string& characteristic, const std::vector<std::string>& packets, bool json);

}  // namespace tonus::tool
