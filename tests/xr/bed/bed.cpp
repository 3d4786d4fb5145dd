#include "bed.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engine/core/file.hpp>

#include "child.hpp"
#include "paths.hpp"

namespace tonus::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHow = "run tools/xr-testbed once";

struct Installed {
  fs::path service, manifest;
};

std::optional<Installed> find_monado() {
  const fs::path built = fs::path(TONUS_SOURCE_DIR) / "build/xr/monado";
  for (const Installed& place : {Installed{built / "bin/monado-service", built / "share/openxr/1/openxr_monado.json"},
                                 Installed{"/usr/bin/monado-service", "/usr/share/openxr/1/openxr_monado.json"}}) {
    if (fs::exists(place.service) && fs::exists(place.manifest)) return place;
  }
  return std::nullopt;
}

/// The driver that draws on the processor; its file has another name on every release.
fs::path processor_driver() {
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator("/usr/share/vulkan/icd.d", problem))
    if (entry.path().filename().string().starts_with("lvp_icd")) return entry.path();
  return {};
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool is_bound = bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                        getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(socket);
  return is_bound ? ntohs(address.sin_port) : 0;
}

std::uint32_t big_endian(const std::string& text, std::size_t word) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(text[4 * word + i]);
  return value;
}

}  // namespace

Result<void, Error> has_bed() {
  if (find_monado()) return {};
  return fail(Error{std::string{"no Monado is prepared: "} + kHow});
}

Result<std::unique_ptr<Bed>, Error> Bed::start(const BedDefinition& definition) {
  const auto monado = find_monado();
  if (!monado) return fail(Error{std::string{"no Monado is prepared: "} + kHow});
  std::string name = (fs::temp_directory_path() / "tonus-bed-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return fail(Error{"no folder for the runtime could be made"});
  auto bed = std::unique_ptr<Bed>(new Bed);
  bed->definition_ = definition;
  bed->folder_ = name;
  bed->service_ = monado->service;
  bed->port_ = free_port();
  for (const char* folder : {"run", "config/monado", "pictures"}) fs::create_directories(bed->folder_ / folder);
  fs::permissions(bed->folder_ / "run", fs::perms::owner_all);
  std::ofstream(bed->folder_ / "config/monado/config_v0.json")
      << R"({"active":"remote","remote":{"version":0,"port":)" << bed->port_ << R"(,"view_count":2}})";
  // Two draw at the same time, the runtime and its client: each with as many threads as it can have to itself.
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency() / 2);
  bed->environment_ = {{"XDG_RUNTIME_DIR", (bed->folder_ / "run").string()},
                       {"XR_RUNTIME_JSON", monado->manifest.string()},
                       {"LP_NUM_THREADS", std::to_string(threads)},
                       {"VK_ICD_FILENAMES", processor_driver().string()},
                       {"VK_DRIVER_FILES", processor_driver().string()}};
  if (definition.has_display) {
    bed->display_ = VirtualDisplay::start(bed->folder_ / "pictures", std::to_string(definition.screen.width) + "x" +
                                                                         std::to_string(definition.screen.height));
    if (bed->display_ == nullptr) return fail(Error{"Xvfb does not come up; is package xvfb installed?"});
  }
  if (!bed->start_runtime()) return fail(Error{"Monado does not start; what it said is gone with its folder"});
  return bed;
}

bool Bed::start_runtime() {
  const fs::path log = folder_ / "service.log";
  // What the one before said must not be taken for this one's.
  fs::remove(log);
  runtime_ = fork();
  if (runtime_ == 0) {
    // A test that crashes leaves nobody behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& [variable, value] : environment_) setenv(variable.c_str(), value.c_str(), 1);
    setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
    setenv("XRT_NO_STDIN", "1", 1);
    if (display_ == nullptr) {
      setenv("XRT_COMPOSITOR_NULL", "1", 1);
    } else {
      setenv("DISPLAY", display_->name().c_str(), 1);
      setenv("XRT_COMPOSITOR_FORCE_XCB", "1", 1);
      setenv("XRT_COMPOSITOR_XCB_FULLSCREEN", "1", 1);
      setenv("XRT_COMPOSITOR_SCALE_PERCENTAGE", std::to_string(definition_.scale_percent).c_str(), 1);
      setenv("XRT_COMPOSITOR_DEFAULT_FRAMERATE", std::to_string(definition_.rate_hz).c_str(), 1);
    }
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execl(service_.c_str(), service_.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  // A client that comes before this line is refused.
  for (int attempt = 0; attempt < 200 && runtime_ > 0; ++attempt) {
    if (read_file(log, 1 << 24).value_or("").find("service has started") != std::string::npos) {
      remote_ = Remote::connect(port_);
      return remote_ != nullptr;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

bool Bed::recentre() {
  const fs::path tool = service_.parent_path() / "monado-ctl";
  if (!fs::exists(tool)) return false;
  const auto child = Child::start({tool.string(), "-c"}, environment_, folder_ / "recentre");
  return child != nullptr && child->wait(std::chrono::seconds(5)) == 0;
}

void Bed::kill_runtime() {
  if (runtime_ <= 0) return;
  kill(runtime_, SIGKILL);
  waitpid(runtime_, nullptr, 0);
  runtime_ = 0;
}

bool Bed::restart_runtime() {
  remote_.reset();
  return start_runtime();
}

Bed::~Bed() {
  remote_.reset();
  kill_runtime();
  display_.reset();
  std::error_code problem;
  fs::remove_all(folder_, problem);
}

std::vector<std::pair<std::string, std::string>> Bed::environment(const std::string& client) const {
  auto all = environment_;
  if (fs::exists("/usr/share/openxr/1/api_layers/explicit.d/XrApiLayer_core_validation.x86_64-linux-gnu.json") ||
      fs::exists("/usr/share/openxr/1/api_layers/explicit.d/XrApiLayer_core_validation.json")) {
    all.emplace_back("XR_ENABLE_API_LAYERS", "XR_APILAYER_LUNARG_core_validation");
    all.emplace_back("XR_CORE_VALIDATION_EXPORT_TYPE", "text");
    all.emplace_back("XR_CORE_VALIDATION_FILE_NAME", (folder_ / ("validation-" + client)).string());
  }
  return all;
}

void Bed::enter() const {
  for (const auto& [variable, value] : environment("us")) setenv(variable.c_str(), value.c_str(), 1);
}

std::vector<std::string> Bed::findings() const {
  std::vector<std::string> lines;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (!entry.path().filename().string().starts_with("validation-")) continue;
    std::istringstream text(read_file(entry.path(), 1 << 24).value_or(""));
    for (std::string line; std::getline(text, line);)
      if (line.find("VALID_ERROR") != std::string::npos || line.find("VALID_WARNING") != std::string::npos)
        lines.push_back(line);
  }
  return lines;
}

Result<render::Image, Error> Bed::picture() const {
  if (display_ == nullptr) return fail(Error{"nothing is composited without a display"});
  return read_xwd(folder_ / "pictures/Xvfb_screen0", definition_.screen);
}

Result<render::Image, Error> read_xwd(const fs::path& file, render::Extent wanted) {
  const auto text = read_file(file, 1 << 26);
  if (!text) return fail(text.error());
  constexpr std::size_t kHeaderWords = 25, kColourOctets = 12;
  if (text->size() < 4 * kHeaderWords) return fail(Error{file.string() + ": no XWD dump"});
  const std::size_t width = big_endian(*text, 4), height = big_endian(*text, 5), line = big_endian(*text, 12);
  const std::size_t first = big_endian(*text, 0) + kColourOctets * big_endian(*text, 19);
  if (big_endian(*text, 7) != 0 || big_endian(*text, 11) != 32 || line < 4 * width || width > 16384 || height > 16384 ||
      first > text->size() || text->size() - first < line * height || wanted.width > width || wanted.height > height)
    return fail(Error{file.string() + ": not a 32-bit little-endian XWD dump"});
  render::Image image{.width = wanted.width, .height = wanted.height, .rgba = {}};
  image.rgba.reserve(std::size_t{4} * wanted.width * wanted.height);
  for (std::size_t y = 0; y < wanted.height; ++y) {
    for (std::size_t x = 0; x < wanted.width; ++x) {
      const std::size_t at = first + y * line + 4 * x;
      for (const std::size_t channel : {2U, 1U, 0U})
        image.rgba.push_back(static_cast<std::uint8_t>((*text)[at + channel]));
      image.rgba.push_back(255);
    }
  }
  return image;
}

}  // namespace tonus::test
