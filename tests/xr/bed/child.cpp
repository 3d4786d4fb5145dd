#include "child.hpp"

#include <csignal>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engine/core/file.hpp>

namespace tonus::test {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(20);

}  // namespace

std::unique_ptr<Child> Child::start(const std::vector<std::string>& arguments,
                                    const std::vector<std::pair<std::string, std::string>>& environment,
                                    const std::filesystem::path& log) {
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) return nullptr;
  if (pid == 0) {
    // A test that crashes leaves nobody behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& [name, value] : environment) {
      if (value.empty()) {
        unsetenv(name.c_str());
      } else {
        setenv(name.c_str(), value.c_str(), 1);
      }
    }
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execvp(words[0], words.data());
    _exit(127);
  }
  return std::unique_ptr<Child>(new Child(pid, log));
}

Child::~Child() {
  if (status_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Child::signal(int number) const {
  if (!status_) kill(pid_, number);
}

std::optional<int> Child::wait(std::chrono::milliseconds most) {
  for (auto left = most; !status_; left -= kPoll) {
    int raw = 0;
    if (waitpid(pid_, &raw, WNOHANG) == pid_) status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    if (status_ || left <= kPoll) break;
    std::this_thread::sleep_for(kPoll);
  }
  return status_;
}

std::string Child::said() const { return read_file(log_, 1 << 24).value_or(""); }

bool Child::says(const std::string& words, std::chrono::milliseconds most) const {
  for (auto left = most; left.count() > 0; left -= kPoll) {
    if (said().find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(kPoll);
  }
  return false;
}

}  // namespace tonus::test
