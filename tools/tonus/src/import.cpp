// `tonus import`: what files hold. They go into the journal once there is one; until then nothing is kept.
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "commands.hpp"
#include "import_report.hpp"
#include "interrupt.hpp"
#include "known_profile.hpp"

namespace tonus::tool {
namespace {

/// One line on a terminal for files that take a while; nothing anywhere else.
class Bar {
 public:
  explicit Bar(std::string file) : file_(std::move(file)), is_on_(isatty(STDERR_FILENO) == 1) {}
  ~Bar() {
    if (has_drawn_) fmt::print(stderr, "\r\033[K");
  }
  Bar(const Bar&) = delete;
  Bar& operator=(const Bar&) = delete;

  void show(double share) {
    if (!is_on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    has_drawn_ = true;
    constexpr int kWidth = 40;
    const int done = static_cast<int>(share * kWidth);
    fmt::print(stderr, "\r\033[K{:#>{}}{:.>{}} {:3.0f} %  {}", "", done, "", kWidth - done, 100.0 * share, file_);
    std::fflush(stderr);
  }

 private:
  std::string file_;
  bool is_on_, has_drawn_ = false;
  // The first half second is quiet: most files are done by then.
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
};

Result<exchange::Import, Error> read(const std::string& file) {
  Bar bar(file);
  return exchange::import_file(file, {.progress = [&bar](double share) {
                                 bar.show(share);
                                 return !was_interrupted();
                               }});
}

}  // namespace

int import_files(const std::vector<std::string>& files, const std::optional<std::string>& profile_file, bool json) {
  const auto profile = known_profile(profile_file);
  if (!profile) return complain(kBadInput, profile.error().message);
  auto documents = nlohmann::ordered_json::array();
  std::string text;
  exchange::Wellness together;
  std::size_t with_days = 0;
  int status = kDone;
  for (const std::string& file : files) {
    if (was_interrupted()) break;
    const auto got = read(file);
    if (!got) {
      status = complain(kBadInput, got.error().message);
      documents.push_back({{"file", file}, {"error", got.error().message}});
      continue;
    }
    if (got->wellness) {
      merge(together, *got->wellness);
      ++with_days;
    }
    if (json) {
      documents.push_back(report_json(file, *got, *profile));
    } else {
      text += report_text(file, *got, *profile);
    }
  }
  if (json) {
    if (files.size() == 1 && (status != kDone || documents.empty())) return was_interrupted() ? kInterrupted : status;
    // Names of devices in files need not be UTF-8.
    const auto& document = files.size() == 1 ? documents.front() : documents;
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return was_interrupted() ? kInterrupted : status;
  }
  if (with_days > 1) text += "together\n" + days_text(together);
  if (!text.empty()) text += "Nothing was kept: there is no journal to keep it in yet.\n";
  fmt::print("{}", text);
  return was_interrupted() ? kInterrupted : status;
}

}  // namespace tonus::tool
