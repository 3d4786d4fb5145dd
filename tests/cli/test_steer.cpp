// `tonus steer` as another program runs it: over pipes, in lockstep.
#include <csignal>

#include <fcntl.h>
#include <poll.h>

#include <nlohmann/json.hpp>

#include "command.hpp"

namespace tonus {
namespace {

using nlohmann::json;

const std::string kConfig =
    R"({"config":{"actuator":"watts","target_bpm":130,"rest_bpm":60,"max_bpm":185,"age":35,"ftp_w":220}})";

/// The process, with a pipe to it and one from it.
class Steered {
 public:
  Steered() {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) std::abort();
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], STDIN_FILENO);
      dup2(out[1], STDOUT_FILENO);
      execl(TONUS_COMMAND, TONUS_COMMAND, "steer", "--json", nullptr);
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
  }
  ~Steered() {
    end_input();
    close(from_);
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  Steered(const Steered&) = delete;
  Steered& operator=(const Steered&) = delete;

  void say(const std::string& text) const {
    EXPECT_EQ(write(to_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  /// One line, within ten seconds; empty at the end of what it says.
  std::string hear() const {
    std::string line;
    pollfd input{.fd = from_, .events = POLLIN, .revents = 0};
    for (char c = 0; poll(&input, 1, 10000) > 0 && read(from_, &c, 1) == 1 && c != '\n';) line.push_back(c);
    return line;
  }
  /// Whether it says something within a moment.
  bool is_talking() const {
    pollfd input{.fd = from_, .events = POLLIN, .revents = 0};
    return poll(&input, 1, 300) > 0;
  }
  void end_input() {
    if (to_ >= 0) close(to_);
    to_ = -1;
  }
  void interrupt() const { kill(child_, SIGINT); }
  int status() {
    int raw = 0;
    waitpid(child_, &raw, 0);
    child_ = -1;
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  }

 private:
  pid_t child_ = -1;
  int to_ = -1, from_ = -1;
};

TEST(SteerCommand, AnswersEveryLineBeforeTheNextIsWritten) {
  Steered steer;
  steer.say(kConfig + "\n");
  EXPECT_FALSE(steer.is_talking());  // a config line has no reply
  for (int t = 1; t <= 30; ++t) {
    steer.say(json{{"t", t}, {"hr_bpm", 70 + t}, {"cadence_rpm", 85}}.dump() + "\n");
    const json reply = json::parse(steer.hear());
    EXPECT_EQ(reply["t"], t);
    EXPECT_GT(reply["command"], 0.0);
  }
  steer.say("nonsense\n");
  EXPECT_TRUE(json::parse(steer.hear()).contains("error"));
  steer.say("\n");
  EXPECT_TRUE(json::parse(steer.hear()).contains("error"));
  steer.say("{\"t\":31,");  // a line in two pieces is one line
  EXPECT_FALSE(steer.is_talking());
  steer.say("\"hr_bpm\":100}\n");
  EXPECT_EQ(json::parse(steer.hear())["t"], 31);
  steer.end_input();
  EXPECT_EQ(steer.hear(), "");
  EXPECT_EQ(steer.status(), 0);
}

TEST(SteerCommand, ABadConfigIsOneErrorLineAndTwo) {
  Steered steer;
  steer.say("{\"config\":{\"actuator\":\"oars\",\"target_bpm\":130}}\n");
  EXPECT_NE(json::parse(steer.hear())["error"].get<std::string>().find("actuator"), std::string::npos);
  EXPECT_EQ(steer.hear(), "");
  EXPECT_EQ(steer.status(), 2);
}

TEST(SteerCommand, CtrlCEndsItThoughNothingComes) {
  Steered steer;
  steer.say(kConfig + "\n{\"t\":1}\n");
  EXPECT_FALSE(steer.hear().empty());
  steer.interrupt();
  EXPECT_EQ(steer.status(), 130);
}

using SteerText = CommandTest;

TEST(SteerCommand, AnswersWhatComesAllAtOnceTooAndALastLineWithoutAnEnd) {
  std::string text = kConfig + "\r\n";
  for (int t = 1; t <= 40; ++t) text += json{{"t", t}, {"hr_bpm", 80}}.dump() + "\r\n";
  text += "{\"t\":41,\"x\":\"" + std::string(70000, 'a') + "\"}\n{\"t\":41}";
  Steered steer;
  steer.say(text);
  steer.end_input();
  for (int t = 1; t <= 40; ++t) EXPECT_EQ(json::parse(steer.hear())["t"], t);
  EXPECT_TRUE(json::parse(steer.hear()).contains("error"));  // too long
  EXPECT_EQ(json::parse(steer.hear())["t"], 41);
  EXPECT_EQ(steer.hear(), "");
  EXPECT_EQ(steer.status(), 0);
}

TEST_F(SteerText, NoInputAtAllIsABadConfig) {
  const Said said = tonus("steer");
  EXPECT_EQ(said.status, 2);
  EXPECT_TRUE(json::parse(said.out).contains("error"));
}

}  // namespace
}  // namespace tonus
