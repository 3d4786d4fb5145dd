#include "decode.hpp"

#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "commands.hpp"
#include "packet_fields.hpp"

namespace tonus::tool {
namespace {

using Octets = std::vector<std::byte>;

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<Octets> octets_of(const std::string& hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  Octets octets;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = digit(hex[i]), low = digit(hex[i + 1]);
    if (!high || !low) return std::nullopt;
    octets.push_back(static_cast<std::byte>(*high << 4 | *low));
  }
  return octets;
}

/// "bpm 67, contact no, rr_1024 [882,901]".
std::string readable(const nlohmann::ordered_json& fields) {
  std::string line;
  for (const auto& [name, value] : fields.items()) {
    if (!line.empty()) line += ", ";
    line += name + ' ';
    if (value.is_boolean())
      line += value.get<bool>() ? "yes" : "no";
    else if (value.is_string())
      line += value.get<std::string>();
    else
      line += value.dump();
  }
  return line;
}

}  // namespace

int decode(const std::string& characteristic, const std::vector<std::string>& packets, bool json) {
  const auto decoder = fields_decoder(characteristic);
  if (!decoder) return complain(kBadInput, decoder.error().message);
  std::vector<Octets> all;
  for (const std::string& text : packets) {
    auto octets = octets_of(text);
    if (!octets) return complain(kBadInput, fmt::format("\"{}\" is not hex, expected two digits an octet", text));
    all.push_back(std::move(*octets));
  }
  Instant arrival{};
  for (const Octets& packet : all) {
    const auto fields = (*decoder)(packet, arrival);
    arrival += std::chrono::seconds(1);
    if (json) {
      nlohmann::ordered_json line{{"ok", fields.has_value()}};
      if (fields)
        line["fields"] = *fields;
      else
        line["error"] = fields.error().message;
      // Text a device sent need not be UTF-8.
      fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      fmt::print("{}\n", fields ? readable(*fields) : "error: " + fields.error().message);
    }
  }
  return kDone;
}

}  // namespace tonus::tool
