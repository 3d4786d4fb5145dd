#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.hpp"
#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr Uuid kControl = uuid::kMachineControlPoint;

struct Captured {
  std::string hex;
  nlohmann::json expected;
  [[nodiscard]] bool is_from_server() const { return expected.at("dir") == "server->client"; }
  [[nodiscard]] Framer::From from() const { return is_from_server() ? Framer::From::Server : Framer::From::Client; }
};

std::vector<Captured> captured() {
  const char* shared = std::getenv("TONUS_SHARED");
  const std::filesystem::path folder = shared != nullptr ? shared : TONUS_SOURCE_DIR "/../shared";
  std::ifstream file(folder / "facts" / "ble_vectors.json");
  std::vector<Captured> frames;
  if (!file) return frames;
  for (const auto& entry : nlohmann::json::parse(file)) {
    if (entry.at("characteristic") == "dircon") frames.push_back({entry.at("hex"), entry.at("expected")});
  }
  return frames;
}

Uuid named(const std::string& text) { return Uuid::parse(text).value(); }

/// All whole frames of a stream, in hex, and at the end the error if there is one.
std::vector<std::string> cut(Framer::From from, std::span<const std::byte> stream, std::size_t chunk) {
  Framer framer(from);
  std::vector<std::string> frames;
  for (std::size_t at = 0; at < stream.size(); at += chunk) {
    framer.feed(stream.subspan(at, std::min(chunk, stream.size() - at)));
    for (;;) {
      const auto frame = framer.next();
      if (!frame) {
        frames.push_back("error " + frame.error().message);
        return frames;
      }
      if (!*frame) break;
      frames.push_back(std::to_string((**frame).id) + " " + std::to_string((**frame).sequence) + " " +
                       std::to_string((**frame).response) + " " + to_hex((**frame).payload));
    }
  }
  return frames;
}

void expect_parts(const Request& request, const nlohmann::json& expected) {
  if (const auto* asked = std::get_if<DiscoverCharacteristics>(&request)) {
    EXPECT_EQ(asked->service, named(expected.at("uuid")));
  } else if (const auto* read = std::get_if<Read>(&request)) {
    EXPECT_EQ(read->characteristic, named(expected.at("uuid")));
  } else if (const auto* write = std::get_if<Write>(&request)) {
    EXPECT_EQ(write->characteristic, named(expected.at("uuid")));
    EXPECT_EQ(to_hex(write->value), expected.at("value").get<std::string>());
  } else if (const auto* notify = std::get_if<EnableNotify>(&request)) {
    EXPECT_EQ(notify->characteristic, named(expected.at("uuid")));
    EXPECT_EQ(notify->is_on, expected.at("value") == "01");
  } else {
    EXPECT_EQ(expected.at("msg"), "discover_services");
  }
}

void expect_parts(const Reply& reply, const nlohmann::json& expected) {
  if (const auto* refusal = std::get_if<Refusal>(&reply)) {
    EXPECT_EQ(static_cast<int>(refusal->code), expected.at("resp"));
    EXPECT_NE(expected.at("resp"), 0);
  } else if (const auto* services = std::get_if<Services>(&reply)) {
    ASSERT_EQ(services->services.size(), expected.at("services").size());
    for (std::size_t i = 0; i < services->services.size(); ++i) {
      EXPECT_EQ(services->services[i], named(expected.at("services")[i]));
    }
  } else if (const auto* found = std::get_if<Characteristics>(&reply)) {
    EXPECT_EQ(found->service, named(expected.at("service")));
    ASSERT_EQ(found->characteristics.size(), expected.at("chars").size());
    for (std::size_t i = 0; i < found->characteristics.size(); ++i) {
      EXPECT_EQ(found->characteristics[i].uuid, named(expected.at("chars")[i][0]));
      EXPECT_EQ(found->characteristics[i].properties, expected.at("chars")[i][1]);
    }
  } else if (const auto* value = std::get_if<Value>(&reply)) {
    EXPECT_EQ(value->characteristic, named(expected.at("uuid")));
    EXPECT_EQ(to_hex(value->value), expected.at("value").get<std::string>());
  } else if (const auto* packet = std::get_if<Notification>(&reply)) {
    EXPECT_EQ(packet->characteristic, named(expected.at("uuid")));
    EXPECT_EQ(to_hex(packet->value), expected.at("value").get<std::string>());
  } else if (const auto* written = std::get_if<Written>(&reply)) {
    EXPECT_EQ(written->characteristic, named(expected.at("uuid")));
  } else {
    EXPECT_EQ(std::get<NotifySet>(reply).characteristic, named(expected.at("uuid")));
  }
}

class CapturedExchange : public testing::Test {
 protected:
  void SetUp() override {
    frames_ = captured();
    if (frames_.empty()) GTEST_SKIP() << "facts/ble_vectors.json is not in ../shared or TONUS_SHARED";
    ASSERT_EQ(frames_.size(), 39U);
  }
  std::vector<Captured> frames_;
};

TEST_F(CapturedExchange, EveryFrameIsReadAsItsPartsAndWrittenAgainToTheOctet) {
  for (const Captured& one : frames_) {
    SCOPED_TRACE(one.hex);
    const auto octets = from_hex(one.hex);
    Framer framer(one.from());
    framer.feed(octets);
    const auto frame = framer.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((**frame).id, one.expected.at("id"));
    EXPECT_EQ((**frame).sequence, one.expected.at("seq"));
    EXPECT_EQ((**frame).response, one.expected.at("resp"));
    EXPECT_EQ((**frame).payload.size(), one.expected.at("len"));
    if (one.is_from_server()) {
      const auto reply = decode_reply(**frame);
      ASSERT_TRUE(reply) << reply.error().message;
      expect_parts(*reply, one.expected);
      EXPECT_EQ(to_hex(encode(*reply, (**frame).sequence)), one.hex);
    } else {
      const auto request = decode_request(**frame);
      ASSERT_TRUE(request) << request.error().message;
      expect_parts(*request, one.expected);
      EXPECT_EQ(to_hex(encode(*request, (**frame).sequence)), one.hex);
    }
  }
}

TEST_F(CapturedExchange, AFrameThatIsNotWholeYetIsNoFrame) {
  for (const Captured& one : frames_) {
    const auto octets = from_hex(one.hex);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      Framer framer(one.from());
      framer.feed(std::span(octets).first(size));
      const auto frame = framer.next();
      ASSERT_TRUE(frame) << one.hex << " cut to " << size;
      EXPECT_FALSE(*frame) << one.hex << " cut to " << size;
      EXPECT_EQ(framer.waiting(), size);
    }
  }
}

TEST_F(CapturedExchange, APayloadCutShortIsAnErrorOrHasLessInItButNeverMore) {
  for (const Captured& one : frames_) {
    const auto octets = from_hex(one.hex);
    for (std::size_t size = 0; size + kHeaderOctets < octets.size(); ++size) {
      SCOPED_TRACE(one.hex + " with a payload of " + std::to_string(size));
      const Frame frame{std::to_integer<std::uint8_t>(octets[1]), std::to_integer<std::uint8_t>(octets[2]), 0,
                        std::span(octets).subspan(kHeaderOctets, size)};
      const auto request = one.is_from_server() ? Result<Request, Error>(fail(Error{})) : decode_request(frame);
      const auto reply = one.is_from_server() ? decode_reply(frame) : Result<Reply, Error>(fail(Error{}));
      // What is read must be what was written with that much in it.
      if (request) {
        EXPECT_LE(encode(*request, 0).size(), size + kHeaderOctets);
      } else if (reply) {
        EXPECT_LE(encode(*reply, 0).size(), size + kHeaderOctets);
      }
      const bool needs_uuid = frame.id != 1;
      if (needs_uuid && size < kUuidOctets) {
        EXPECT_FALSE(request || reply);
      }
    }
  }
}

TEST_F(CapturedExchange, ComesOutTheSameHoweverTheNetworkCutsIt) {
  std::vector<std::byte> stream;
  for (const Captured& one : frames_) {
    if (!one.is_from_server()) continue;
    const auto octets = from_hex(one.hex);
    stream.insert(stream.end(), octets.begin(), octets.end());
  }
  const auto whole = cut(Framer::From::Server, stream, stream.size());
  EXPECT_EQ(whole.size(), 24U);
  for (std::size_t chunk = 1; chunk < 40; ++chunk) EXPECT_EQ(cut(Framer::From::Server, stream, chunk), whole);
}

TEST(Framer, AcceptsAnAnswerToEnableNotifyWithAndWithoutItsSeventeenthOctet) {
  const std::string uuid = "00002ad900001000800000805f9b34fb";
  const std::string plain = "010508000010" + uuid, echoing = "010508000011" + uuid + "01",
                    switched_off = "010508000011" + uuid + "00", promising = "010508000011" + uuid;
  const std::string next = "010600000013" + uuid + "800001";
  const std::vector<std::string> expected{"5 8 0 " + uuid, "6 0 0 " + uuid + "800001"};
  for (const std::string& answer : {plain, echoing, switched_off, promising}) {
    const auto stream = from_hex(answer + next);
    for (std::size_t chunk = 1; chunk <= stream.size(); ++chunk) {
      EXPECT_EQ(cut(Framer::From::Server, stream, chunk), expected) << answer << " in chunks of " << chunk;
    }
    // Nothing has to follow for the answer to be there.
    EXPECT_EQ(cut(Framer::From::Server, from_hex(answer), 64).size(), 1U) << answer;
  }
}

TEST(Framer, ARequestToEnableNotifyKeepsItsFlag) {
  const auto octets = encode(Request{EnableNotify{kControl, true}}, 3);
  const auto frames = cut(Framer::From::Client, octets, octets.size());
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0], "5 3 0 00002ad900001000800000805f9b34fb01");
}

TEST(Framer, AnotherProtocolIsOneClearErrorForEver) {
  Framer framer(Framer::From::Server);
  framer.feed(from_hex("485454502f"));
  const auto frame = framer.next();
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().message, "not Direct Connect: a frame begins with 48, expected version 01");
  framer.feed(from_hex("010100000000"));
  ASSERT_FALSE(framer.next());
}

TEST(Framer, AFrameOfAbsurdLengthIsAnErrorBeforeItsPayloadComes) {
  Framer framer(Framer::From::Server);
  framer.feed(from_hex("010600001001"));
  const auto frame = framer.next();
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().message, "not Direct Connect: a frame of 4097 octets, expected at most 4096");
}

TEST(Framer, TakesTheLongestFrame) {
  auto octets = from_hex("010600001000");
  octets.resize(kHeaderOctets + kMostPayload);
  Framer framer(Framer::From::Server);
  framer.feed(octets);
  const auto frame = framer.next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((**frame).payload.size(), kMostPayload);
}

TEST(Message, AWriteAcknowledgedWithItsValueIsAcknowledged) {
  const auto octets = from_hex("00002ad900001000800000805f9b34fb05c800");
  const auto reply = decode_reply({4, 1, 0, octets});
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::get<Written>(*reply).characteristic, kControl);
}

TEST(Message, ARefusalNeedsNoPayloadAndMayHaveOne) {
  const auto octets = from_hex("00002ad900001000800000805f9b34fb");
  for (const std::span<const std::byte> payload : {std::span<const std::byte>{}, std::span<const std::byte>(octets)}) {
    const auto reply = decode_reply({3, 5, 4, payload});
    ASSERT_TRUE(reply);
    EXPECT_EQ(std::get<Refusal>(*reply).code, ResponseCode::CharacteristicNotFound);
  }
}

TEST(Message, WhatNobodyKnowsIsAnErrorThatSaysSo) {
  EXPECT_EQ(decode_reply({7, 0, 0, {}}).error().message, "Direct Connect: message 7 is not known, expected 1 to 6");
  EXPECT_EQ(decode_request({6, 0, 0, {}}).error().message, "Direct Connect: message 6 is not known, expected 1 to 6");
  EXPECT_EQ(decode_reply({0, 0, 0, {}}).error().message, "Direct Connect: message 0 is not known, expected 1 to 6");
  EXPECT_EQ(describe(static_cast<ResponseCode>(9)), "response code 9");
}

TEST(Message, ListsOfImpossibleLengthAreErrors) {
  const auto octets = std::vector<std::byte>(50);
  EXPECT_FALSE(decode_reply({1, 0, 0, std::span(octets).first(17)}));
  EXPECT_FALSE(decode_reply({2, 0, 0, std::span(octets).first(15)}));
  EXPECT_FALSE(decode_reply({2, 0, 0, std::span(octets).first(34)}));
  EXPECT_TRUE(decode_reply({2, 0, 0, std::span(octets).first(33)}));
  EXPECT_TRUE(decode_reply({1, 0, 0, {}}));
}

}  // namespace
}  // namespace tonus::sensors::dircon
