#pragma once
// A runtime of one's own: Monado in a private folder, a display nobody sees, a person who can be moved. What is started
// here is ended here, by its pid.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include <engine/core/result.hpp>
#include <engine/render/image.hpp>
#include <engine/render/view.hpp>

#include "remote.hpp"
#include "virtual_display.hpp"

namespace tonus::test {

struct BedDefinition {
  /// Composites into a display, of which pictures can be taken. Without it nothing is composited: 320 x 240 an eye, 20
  /// Hz.
  bool has_display = false;
  render::Extent screen{960, 540};  ///< of that display: both eyes side by side
  int scale_percent = 40;           ///< of 1344 x 1512 an eye
  int rate_hz = 60;
};

class Bed {
 public:
  /// An error is the reason to skip: no Monado prepared, no Xvfb.
  [[nodiscard]] static Result<std::unique_ptr<Bed>, Error> start(const BedDefinition& definition = {});
  ~Bed();
  Bed(const Bed&) = delete;
  Bed& operator=(const Bed&) = delete;

  /// What a client of this runtime has to have in its environment, with OpenXR's core validation, whose findings go to
  /// a file of that client. DISPLAY is left out.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment(const std::string& client) const;
  /// Puts it into ours. Call before the loader is used.
  void enter() const;
  /// What OpenXR core validation said to any client: lines with an error in them. Empty where the layer is not
  /// installed.
  [[nodiscard]] std::vector<std::string> findings() const;

  [[nodiscard]] Remote& person() { return *remote_; }
  /// As a person asks for it in the runtime's own menu. False where there is no tool to do it with.
  [[nodiscard]] bool recentre();
  /// As a crash does it.
  void kill_runtime();
  /// After kill_runtime(). False when it does not come up again.
  [[nodiscard]] bool restart_runtime();
  /// Both eyes side by side, as the person would see them.
  [[nodiscard]] Result<render::Image, Error> picture() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Of the display; empty without one.
  [[nodiscard]] std::string display_name() const { return display_ ? display_->name() : ""; }

 private:
  Bed() = default;
  [[nodiscard]] bool start_runtime();

  BedDefinition definition_;
  std::filesystem::path folder_, service_;
  std::vector<std::pair<std::string, std::string>> environment_;
  std::unique_ptr<VirtualDisplay> display_;
  std::unique_ptr<Remote> remote_;
  std::uint16_t port_ = 0;
  pid_t runtime_ = 0;
};

/// Whether a runtime has been prepared at all (tools/xr-testbed); else why not.
[[nodiscard]] Result<void, Error> has_bed();

/// The top left part of an XWD dump of a true-colour display, 32 bits a pixel, little-endian, as Xvfb keeps it.
[[nodiscard]] Result<render::Image, Error> read_xwd(const std::filesystem::path& file, render::Extent wanted);

}  // namespace tonus::test
