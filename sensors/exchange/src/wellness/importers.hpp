#pragma once
// One function a kind of export: a stream in, days out. `name` is the file's own, where its content does not say what
// it holds. What comes back is where and why the text stopped being what it should, or nothing; what came before is
// kept.

#include <optional>
#include <string>
#include <string_view>

#include "io/byte_stream.hpp"
#include "text/warnings.hpp"
#include "wellness/builder.hpp"

namespace tonus::exchange {

struct Sink {
  WellnessBuilder& out;
  Warnings& warnings;
  bool is_refused = false;  ///< set where the file must not be read at all; then the return value says why
};

using Importer = std::optional<std::string> (*)(ByteStream& stream, std::string_view name, Sink& sink);

std::optional<std::string> import_apple_health(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_elite_hrv_csv(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_fitbit_csv(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_fitbit_json(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_garmin_json(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_hrv4training_csv(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_oura_csv(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_oura_json(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_polar_flow_json(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_samsung_csv(ByteStream& stream, std::string_view name, Sink& sink);
std::optional<std::string> import_whoop_csv(ByteStream& stream, std::string_view name, Sink& sink);

}  // namespace tonus::exchange
