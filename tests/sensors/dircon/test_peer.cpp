// Against an independent implementation: the codec of the npm package incyclist-devices, as client of our server and as
// server of our client. tools/test fetches it.

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/dircon/server.hpp>

#include "paths.hpp"
#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

const std::filesystem::path kCodec =
    std::filesystem::path(TONUS_SOURCE_DIR) /
    "build/npm/node_modules/incyclist-devices/lib/cjs/direct-connect/messages/index.js";

class PeerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kCodec))
      GTEST_SKIP() << "incyclist-devices is not in build/npm; tools/test fetches it";
    std::string pattern = (std::filesystem::temp_directory_path() / "tonus-peer-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override {
    if (peer_ > 0) {
      kill(peer_, SIGKILL);
      waitpid(peer_, nullptr, 0);
    }
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  void start_peer(const std::string& role, const std::string& port) {
    const std::string out = (folder_ / "out").string(), err = (folder_ / "err").string(), codec = kCodec.string();
    peer_ = fork();
    if (peer_ != 0) return;
    dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    execlp("node", "node", TONUS_SOURCE_DIR "/tests/sensors/dircon/peer.js", codec.c_str(), role.c_str(), port.c_str(),
           static_cast<char*>(nullptr));
    _exit(127);
  }
  bool has_ended(int& status) {
    if (waitpid(peer_, &status, WNOHANG) != peer_) return false;
    peer_ = 0;
    return true;
  }
  std::string said(const char* name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  std::filesystem::path folder_;
  pid_t peer_ = 0;
  SteadyTimeline time_;
};

TEST_F(PeerTest, AForeignClientUnderstandsOurServer) {
  ServerDefinition definition;
  definition.port = 0;
  const auto server = Server::create(std::move(definition), time_);
  ASSERT_TRUE(server);
  start_peer("client", std::to_string((*server)->port()));
  int status = -1;
  ASSERT_TRUE(run_until([&] { (*server)->run_once(10ms); }, [&] { return has_ended(status); }, 20s));
  ASSERT_EQ(status, 0) << said("err");
  const auto seen = nlohmann::json::parse(said("out"));
  EXPECT_EQ(seen["services"], nlohmann::json({"180a", "180d", "180f", "1818", "1826"}));
  EXPECT_EQ(seen["characteristics"].size(), 15U);
  EXPECT_EQ(seen["characteristics"]["2ad9"], "write notify");
  EXPECT_EQ(seen["characteristics"]["2a19"], "read notify");
  EXPECT_EQ(seen["values"]["2acc"], "824000000c200000");
  EXPECT_EQ(seen["values"]["2ad8"], "0000e8030100");
  EXPECT_EQ(seen["refused"], 4);
  EXPECT_EQ(seen["notifications"]["2ad9"], nlohmann::json({"800001", "800701", "800501", "801101"}));
  EXPECT_EQ(seen["notifications"]["2ad2"][0].get<std::string>().substr(0, 4), "6400");
  EXPECT_EQ(seen["notifications"]["2a63"][0].get<std::string>().substr(0, 4), "3000");
}

TEST_F(PeerTest, OurClientUnderstandsAForeignServer) {
  start_peer("server", "0");
  ASSERT_TRUE(run_until([] { usleep(10'000); }, [&] { return said("out").find('\n') != std::string::npos; }, 20s))
      << said("err");
  Remembering heard;
  Client client({.host = "127.0.0.1", .port = nlohmann::json::parse(said("out"))["port"].get<std::uint16_t>()}, heard,
                time_);
  heard.then = [&](const std::string& line) {
    if (line == "connected 3") client.read(uuid::kMachineFeature);
    if (line == "read 2acc 0244000008200000") client.read(uuid::kPowerRange);
    if (line == "read 2ad8 reading 2ad8: characteristic not found") client.subscribe(uuid::kMachineControlPoint);
    if (line == "subscribed 2ad9 ok") client.write(uuid::kMachineControlPoint, bytes({0x05, 0xC8, 0x00}));
    if (line == "packet 2ad9 800501") client.subscribe(uuid::kIndoorBikeData);
  };
  EXPECT_TRUE(
      run_until([&] { client.run_once(10ms); }, [&] { return heard.has("packet 2ad2 4402800cb400d5008d"); }, 10s))
      << heard.all() << said("err");
  EXPECT_TRUE(heard.has("written 2ad9 ok"));
  EXPECT_NE(said("out").find(R"({"written":"05c800"})"), std::string::npos) << said("out");
  client.disconnect();
  client.run_once(1ms);
  int status = -1;
  EXPECT_TRUE(run_until([] { usleep(10'000); }, [&] { return has_ended(status); }, 5s));
  EXPECT_EQ(status, 0) << said("err");
}

}  // namespace
}  // namespace tonus::sensors::dircon
