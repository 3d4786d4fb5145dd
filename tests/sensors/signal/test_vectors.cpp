// Every packet of the shared vectors against the values that were published with it, through the table that `tonus
// decode` prints; then every packet cut short and lengthened.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "packet_fields.hpp"
#include "paths.hpp"
#include "support.hpp"

namespace tonus::tool {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::filesystem::path vectors_path() {
  const char* const named = std::getenv("TONUS_SHARED");
  const auto shared =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(TONUS_SOURCE_DIR) / "../shared";
  return shared / "facts" / "ble_vectors.json";
}

/// One decoder and one count of seconds a sequence; a vector without one has its own.
struct Stream {
  FieldsDecoder decode;
  Instant arrival{};
};

bool is_near(double expected, double value) {
  const double tolerance = expected != 0.0 && std::abs(expected) < 0.1 ? 1e-6 : 0.01;
  return std::abs(expected - value) <= tolerance;
}

void expect_field(const json& expected, const ordered_json& fields, const std::string& name) {
  if (expected.is_null()) {
    EXPECT_TRUE(!fields.contains(name) || fields[name].is_null()) << name;
    return;
  }
  ASSERT_TRUE(fields.contains(name)) << name << " is missing";
  const json value = fields[name];
  if (expected.is_number() && value.is_number())
    EXPECT_TRUE(is_near(expected.get<double>(), value.get<double>())) << name << ": " << value << " for " << expected;
  else
    EXPECT_EQ(value, expected) << name;
}

class Vectors : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(vectors_path());
    if (!in) GTEST_SKIP() << "no vectors at " << vectors_path() << "; set TONUS_SHARED to the folder that holds facts/";
    for (auto& vector : json::parse(in)) {
      (vector["characteristic"] == "dircon" ? frames_ : vectors_).push_back(std::move(vector));
    }
  }
  static FieldsDecoder decoder_of(const json& vector) {
    auto decoder = fields_decoder(vector["characteristic"].get<std::string>());
    if (!decoder) throw std::runtime_error(decoder.error().message);
    return *decoder;
  }
  static made::Octets octets_of(const json& vector) { return made::hex(vector["hex"].get<std::string>()); }
  std::vector<json> vectors_, frames_;
};

TEST_F(Vectors, EveryPacketSaysWhatWasPublished) {
  std::map<std::string, Stream> sequences;
  std::size_t fields_compared = 0;
  for (const json& vector : vectors_) {
    SCOPED_TRACE(vector.dump());
    Stream own;
    Stream& stream = vector.contains("seq") ? sequences[vector["seq"].get<std::string>()] : own;
    if (!stream.decode) stream.decode = decoder_of(vector);
    const auto fields = stream.decode(octets_of(vector), stream.arrival);
    stream.arrival += std::chrono::seconds(1);
    ASSERT_TRUE(fields) << fields.error().message;
    for (const auto& [name, expected] : vector["expected"].items()) {
      expect_field(expected, *fields, name);
      ++fields_compared;
    }
  }
  EXPECT_EQ(vectors_.size(), 77U);
  EXPECT_EQ(fields_compared, 220U);
}

TEST_F(Vectors, EveryCapturedFrameSaysWhatItCarried) {
  for (const json& vector : frames_) {
    SCOPED_TRACE(vector.dump());
    const auto octets = octets_of(vector);
    const auto fields = decoder_of(vector)(octets, {});
    ASSERT_TRUE(fields) << fields.error().message;
    for (const auto& [name, expected] : vector["expected"].items()) {
      if (name != "i") expect_field(expected, *fields, name);  // its place in the capture is not on the wire
    }
    for (std::size_t size = 0; size < octets.size(); ++size) {
      // Real servers announce 17 octets in the answer to enable_notify and send 16.
      if (vector["expected"]["msg"] == "enable_notify" && size + 1 == octets.size()) continue;
      EXPECT_FALSE(decoder_of(vector)(std::span(octets).first(size), {})) << size;
    }
  }
  EXPECT_EQ(frames_.size(), 39U);
}

/// `part` says nothing that `whole` does not: equal values, lists and hex text that begin like the whole's.
void expect_within(const ordered_json& part, const ordered_json& whole) {
  for (const auto& [name, value] : part.items()) {
    if (name == "truncated" || (name == "error" && value == "too_short")) continue;
    ASSERT_TRUE(whole.contains(name)) << name;
    const ordered_json& full = whole[name];
    if (value.is_array()) {
      ASSERT_LE(value.size(), full.size()) << name;
      EXPECT_TRUE(std::equal(value.begin(), value.end(), full.begin())) << name;
    } else if (name == "params") {
      EXPECT_TRUE(full.get<std::string>().starts_with(value.get<std::string>())) << name;
    } else {
      EXPECT_EQ(value, full) << name;
    }
  }
}

TEST_F(Vectors, ATruncatedPacketIsAnErrorOrTellsThatPartOfIt) {
  std::size_t errors = 0, parts = 0;
  for (const json& vector : vectors_) {
    const auto octets = octets_of(vector);
    const auto whole = decoder_of(vector)(octets, {});
    ASSERT_TRUE(whole) << whole.error().message;
    for (std::size_t size = 0; size < octets.size(); ++size) {
      SCOPED_TRACE(vector["characteristic"].get<std::string>() + " " + vector["hex"].get<std::string>() + " cut to " +
                   std::to_string(size));
      // Its first half is the newer format's whole.
      if (vector["characteristic"] == "2ad6" && size == 3) continue;
      const auto part = decoder_of(vector)(std::span(octets).first(size), {});
      if (!part) {
        made::expect_one_line(part.error(), "");
        ++errors;
      } else {
        expect_within(*part, *whole);
        ++parts;
      }
    }
    EXPECT_FALSE(decoder_of(vector)({}, {})) << vector;
  }
  EXPECT_GT(errors, 150U);
  EXPECT_GT(parts, 150U);
}

TEST_F(Vectors, AnOctetTooManyIsPaddingOrAnotherEntryNeverAnotherValue) {
  for (const json& vector : vectors_) {
    for (const std::byte extra : {std::byte{0}, std::byte{0xA5}}) {
      SCOPED_TRACE(vector["characteristic"].get<std::string>() + " " + vector["hex"].get<std::string>());
      auto octets = octets_of(vector);
      const auto whole = decoder_of(vector)(octets, {});
      octets.push_back(extra);
      const auto padded = decoder_of(vector)(octets, {});
      // Frames of samples have no padding: what is no whole sample is a broken frame.
      if (vector["characteristic"] == "fb005c82") {
        EXPECT_FALSE(padded);
        continue;
      }
      ASSERT_TRUE(padded) << padded.error().message;
      // The one thing a single octet more can be: the parameter that a bare status lacked.
      if (vector["hex"] == "08") {
        EXPECT_EQ((*padded)["error"], "too_short");
        continue;
      }
      expect_within(*whole, *padded);
    }
  }
}

TEST(DecodeLabels, AreKnownInAnyCaseAndOthersNameTheKnownOnes) {
  EXPECT_TRUE(fields_decoder("2A37"));
  EXPECT_TRUE(fields_decoder("FB005C81-Settings"));
  for (const char* label : {"", "2a3", "2a377", "2ad9", "heart", "2a37 "}) {
    const auto decoder = fields_decoder(label);
    ASSERT_FALSE(decoder) << label;
    EXPECT_NE(decoder.error().message.find("a026e005-write"), std::string::npos);
    EXPECT_EQ(decoder.error().message.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace tonus::tool
