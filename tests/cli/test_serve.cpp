// `tonus serve dircon` and `tonus scan` as scripts use them.

#include <sstream>

#include <nlohmann/json.hpp>

#include "command.hpp"

namespace tonus {
namespace {

using Serve = CommandTest;
using Scan = CommandTest;

TEST_F(Serve, SaysWhereItServesAndWhatHappens) {
  const Said said = tonus("serve dircon --port 0 --seconds 1.5 --no-mdns --persona older --fault silence@0.5+0.5");
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out.rfind("serving simulated:older on 127.0.0.1:", 0), 0U) << said.out;
  EXPECT_NE(said.out.find("fault silence begins"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("fault silence ends"), std::string::npos) << said.out;
  EXPECT_EQ(said.err, "");
}

TEST_F(Serve, PrintsJsonLinesAndNothingElse) {
  const Said said = tonus("serve dircon --port 0 --seconds 1 --no-mdns --json --fault frozen@0+9 --fault slow@0+9");
  EXPECT_EQ(said.status, 0) << said.err;
  std::istringstream lines(said.out);
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const auto first = nlohmann::json::parse(line);
  EXPECT_EQ(first["event"], "serving");
  EXPECT_GT(first["port"], 0);
  int events = 0;
  while (std::getline(lines, line)) {
    EXPECT_TRUE(nlohmann::json::parse(line)["event"].get<std::string>().starts_with("fault "));
    ++events;
  }
  EXPECT_EQ(events, 2);
}

TEST_F(Serve, AnInterruptEndsItCleanly) {
  const Said said = tonus("serve dircon --port 0 --no-mdns", "timeout --preserve-status -s INT 1 env");
  EXPECT_EQ(said.status, 130);
  EXPECT_EQ(said.err, "");
}

TEST_F(Serve, WithoutADaemonItServesAllTheSameAndSaysWhatToDo) {
  const Said said = tonus("serve dircon --port 0 --seconds 0.5", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus");
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("serving "), std::string::npos);
  expect_one_line(said.err, "install and start avahi-daemon");
}

TEST_F(Serve, BadInputIsOneLineWithTheChoice) {
  for (const auto& [arguments, words] : {std::pair{"--fault noise@1+1", "there are silence, drop"},
                                         std::pair{"--persona nobody", "there are healthy"}}) {
    const Said said = tonus(std::string("serve dircon --port 0 --no-mdns ") + arguments);
    EXPECT_EQ(said.status, 2);
    EXPECT_EQ(said.out, "");
    expect_one_line(said.err, words);
  }
  EXPECT_EQ(tonus("serve").status, 2);
  EXPECT_EQ(tonus("serve dircon --port 99999").status, 2);
  const Said nowhere = tonus("serve dircon --host nowhere --no-mdns");
  EXPECT_EQ(nowhere.status, 1);
  expect_one_line(nowhere.err, "no address to listen on");
}

TEST_F(Scan, WithoutADaemonIsOneLineWithTheRemedy) {
  for (const char* arguments : {"scan --source dircon --seconds 1", "scan --source dircon --seconds 1 --json"}) {
    const Said said = tonus(arguments, "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus");
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.out, "");
    expect_one_line(said.err, "or give the address of the trainer, as in dircon:HOST:PORT");
  }
}

}  // namespace
}  // namespace tonus
