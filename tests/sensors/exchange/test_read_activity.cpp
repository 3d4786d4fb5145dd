#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include <sensors/exchange/readers.hpp>

#include "made_fit.hpp"
#include "support.hpp"

namespace {

using namespace tonus;
using exchange::Activity;
using exchange::FileFormat;
using exchange::read_activity;

class ReadActivity : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tonus-read-activity-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path put(const std::string& name, std::string_view content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  static std::string text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  static std::string error_of(const std::filesystem::path& path) {
    const auto activity = read_activity(path);
    EXPECT_FALSE(activity.has_value());
    const std::string message = activity ? "" : activity.error().message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
    EXPECT_TRUE(message.starts_with(path.string() + ": ")) << message;
    return message;
  }
  static void expect_format(const std::filesystem::path& path, FileFormat format) {
    const auto activity = read_activity(path);
    ASSERT_TRUE(activity.has_value()) << activity.error().message;
    EXPECT_EQ(exchange::name(activity->format), exchange::name(format)) << path;
  }
  std::filesystem::path folder_;
};

TEST_F(ReadActivity, TheContentDecidesWhateverTheName) {
  const std::string fit = text_of(made::made_ride(5).file());
  expect_format(put("ride.fit", fit), FileFormat::Fit);
  expect_format(put("ride.csv", fit), FileFormat::Fit);
  expect_format(put("a.txt", "t,hr\n0,120\n"), FileFormat::Csv);
  expect_format(put("b", "{\"t\":0,\"hr_bpm\":100}\n"), FileFormat::JsonLines);
  expect_format(put("c.csv", "# beats\n800\n810\n"), FileFormat::RrText);
  expect_format(put("d.txt", "0.0 0.8\n0.8 0.8\n"), FileFormat::RrText);
}

TEST_F(ReadActivity, WhatCannotBeReadSaysWhichFileWhereAndWhatWasExpected) {
  EXPECT_NE(error_of(folder_ / "absent.fit").find("No such file"), std::string::npos);
  EXPECT_NE(error_of(folder_).find("is a folder"), std::string::npos);
  EXPECT_NE(error_of(put("empty.fit", "")).find("empty"), std::string::npos);
  EXPECT_NE(error_of(put("blank.txt", " \n\n")).find("blank"), std::string::npos);
  EXPECT_NE(error_of(put("picture.fit", std::string_view("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1", 12)))
                .find("not a FIT file: offset 8"),
            std::string::npos);
  EXPECT_NE(
      error_of(put("picture.csv", std::string_view("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1", 12))).find("offset 4: byte 00"),
      std::string::npos);
  EXPECT_NE(error_of(put("ride.tcx", "<?xml version=\"1.0\"?>\n")).find("XML"), std::string::npos);
  EXPECT_NE(error_of(put("poem.txt", "Roses are red\nviolets are blue\n")).find("line 1"), std::string::npos);
}

}  // namespace
