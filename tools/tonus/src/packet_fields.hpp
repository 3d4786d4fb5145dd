#pragma once
// What `tonus decode` prints of a packet: its quantities by name, as docs and other programs know them. One row of a
// table a label.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::tool {

/// Fields in the order of the packet; an absent quantity is left out, never 0. Error: one line.
using FieldsDecoder =
    std::function<Result<nlohmann::ordered_json, Error>(std::span<const std::byte> packet, Instant arrival)>;

/// A new decoder that keeps its state between packets. `label` as in the table, any case. Error: names the known ones.
[[nodiscard]] Result<FieldsDecoder, Error> fields_decoder(std::string_view label);
/// In the order of the table, separated by blanks.
[[nodiscard]] std::string known_labels();

}  // namespace tonus::tool
