// Devices that are remembered, and forgotten when told to.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include <scenarios/journal/paired_devices.hpp>

#include "paths.hpp"

namespace tonus::journal {
namespace {

namespace fs = std::filesystem;

const PairedDevice kStrap{"S-0001", "Tonus HR 0001", "ble", "00:AA:01:01:00:01"};
const PairedDevice kBike{"T-0002", "Tonus Bike", "dircon", "192.168.1.7:36866"};

class PairedDevicesFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(TONUS_BINARY_DIR) / "scratch" / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    path_ = folder_ / "tonus" / "devices.json";
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& text) const {
    fs::create_directories(path_.parent_path());
    std::ofstream(path_, std::ios::binary) << text;
  }
  fs::path folder_, path_;
};

TEST_F(PairedDevicesFile, ComeBackAsTheyWereAndForThePersonAlone) {
  ASSERT_TRUE(save_paired_devices(path_, {kStrap, kBike}));
  const auto loaded = load_paired_devices(path_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, (std::vector{kStrap, kBike}));
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(PairedDevicesFile, NoFileIsNoDevicesAndNoDevicesIsNoFile) {
  EXPECT_TRUE(load_paired_devices(path_)->empty());
  ASSERT_TRUE(save_paired_devices(path_, {kStrap}));
  ASSERT_TRUE(save_paired_devices(path_, {}));
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_TRUE(save_paired_devices(path_, {})) << "twice is no error";
}

TEST_F(PairedDevicesFile, ADamagedOneIsNamedAndNotReplaced) {
  write(R"({"version": 1, "devices": [{"id": "x"}]})");
  const auto loaded = load_paired_devices(path_);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("devices.json:1:"), std::string::npos);
  EXPECT_NE(loaded.error().message.find("should be"), std::string::npos);
  const auto saved = save_paired_devices(path_, {kStrap});
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("mend or move"), std::string::npos);
}

TEST(PairedDevices, EveryTruncationIsAnErrorNeverAGuess) {
  const std::string text = R"({"version":1,"devices":[{"id":"a","name":"b","transport":"ble","address":"c"}]})";
  ASSERT_TRUE(paired_devices_from_json(text, "name"));
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto read = paired_devices_from_json(text.substr(0, size), "name");
    ASSERT_FALSE(read) << size;
    EXPECT_TRUE(read.error().message.starts_with("name:"));
    EXPECT_EQ(read.error().message.find('\n'), std::string::npos);
  }
}

TEST(PairedDevices, OtherShapesAreRefused) {
  for (const char* text : {R"({"version":2,"devices":[]})", R"({"version":1})", R"({"version":1,"devices":{}})",
                           R"({"version":1,"devices":[1]})", R"({"version":1,"devices":[],"more":1})",
                           R"({"version":1,"devices":[{"id":"","name":"b","transport":"ble","address":"c"}]})",
                           R"({"version":1,"devices":[{"id":"a","name":"b","transport":"ant","address":"c"}]})"})
    EXPECT_FALSE(paired_devices_from_json(text, "name")) << text;
}

TEST(PairedDevices, OneThatIsKnownIsBroughtUpToDateTheNewestLast) {
  std::vector<PairedDevice> devices;
  remember(devices, kStrap);
  remember(devices, kBike);
  PairedDevice renamed = kStrap;
  renamed.name = "my strap";
  remember(devices, renamed);
  EXPECT_EQ(devices, (std::vector{kBike, renamed}));
  PairedDevice over_ble = kBike;
  over_ble.transport = "ble";
  remember(devices, over_ble);
  EXPECT_EQ(devices.size(), 3U) << "each transport has its own address";
  for (int i = 0; i < 100; ++i) remember(devices, {std::to_string(i), "", "ble", std::to_string(i)});
  EXPECT_EQ(devices.size(), kMostPaired);
  EXPECT_EQ(devices.back().id, "99");
}

TEST(PairedDevices, AreForgottenByIdNameOrAddressInAnyCaseOrAllAtOnce) {
  for (const char* words : {"s-0001", "TONUS HR 0001", "00:aa:01:01:00:01"}) {
    std::vector<PairedDevice> devices{kStrap, kBike};
    EXPECT_EQ(forget(devices, words), 1U) << words;
    EXPECT_EQ(devices, std::vector{kBike});
  }
  std::vector<PairedDevice> devices{kStrap, kBike};
  EXPECT_EQ(forget(devices, "somebody else's"), 0U);
  EXPECT_EQ(forget(devices, "all"), 2U);
  EXPECT_TRUE(devices.empty());
}

}  // namespace
}  // namespace tonus::journal
