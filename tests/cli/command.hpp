#pragma once
// Runs the `tonus` command as a shell would, with a home of its own, and keeps what it said.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <engine/core/file.hpp>

namespace tonus {

struct Said {
  int status = -1;
  std::string out, err;
};

class CommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("tonus-cli-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_ / "home");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// `before` is shell text in front of the command: variables, limits.
  Said tonus(const std::string& arguments, const std::string& before = "") const {
    const auto out = folder_ / "stdout";
    const auto err = folder_ / "stderr";
    const std::string home = (folder_ / "home").string();
    const std::string line = "cd '" + folder_.string() + "' || exit 99; " + before + " HOME='" + home +
                             "' XDG_CONFIG_HOME='" + home + "/config' XDG_DATA_HOME='" + home +
                             "/data' " TONUS_COMMAND " " + arguments + " >'" + out.string() + "' 2>'" + err.string() +
                             "' </dev/null";
    const int raw = std::system(line.c_str());
    return {WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw), text_of(out), text_of(err)};
  }
  static std::string text_of(const std::filesystem::path& path) { return read_file(path, 1 << 26).value_or(""); }
  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] bool has(const char* name) const { return std::filesystem::exists(folder_ / name); }

  std::filesystem::path folder_;
};

/// Exactly one line, from us, that holds `words`.
inline void expect_one_line(const std::string& text, const std::string& words) {
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  EXPECT_EQ(text.rfind("tonus: ", 0), 0U) << text;
  EXPECT_NE(text.find(words), std::string::npos) << text;
}

}  // namespace tonus
