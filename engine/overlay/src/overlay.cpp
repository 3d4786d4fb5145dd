#include <engine/overlay/overlay.hpp>

#include <algorithm>
#include <cmath>

#include <backends/imgui_impl_vulkan.h>
#include <imgui.h>

#include "font_files.hpp"
#include "input.hpp"
#include "panel_pass.hpp"
#include "style.hpp"

namespace tonus::overlay {
namespace {

constexpr float kMinScale = 1.0F, kMaxScale = 3.0F;

float stepped(float scale) { return std::round(std::clamp(scale, kMinScale, kMaxScale) * 8.0F) / 8.0F; }

/// Dear ImGui's state, made current for as long as the Overlay lives.
class Context {
 public:
  Context() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // panels stay where they are put; no file appears in the working folder
    io.LogFilename = nullptr;
    io.BackendPlatformName = "tonus";
  }
  ~Context() { ImGui::DestroyContext(context_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

 private:
  ImGuiContext* context_;
};

}  // namespace

struct Overlay::Impl {
  explicit Impl(render::Renderer& renderer) : pass(renderer) {}

  [[nodiscard]] Result<void, render::RenderError> set_scale(float wanted);

  FontFiles files;  // outlives the context, whose atlas borrows it
  Context context;
  PanelPass pass;
  InputFeed input;
  Fonts fonts;
  float scale = 0.0F;
  const render::OverlayLayer* layer = nullptr;
};

Result<void, render::RenderError> Overlay::Impl::set_scale(float wanted) {
  if (wanted == scale) return {};
  apply_style(wanted);
  fonts = load_fonts(files, wanted);
  scale = wanted;
  return pass.upload_fonts();
}

Overlay::Overlay(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Overlay::~Overlay() = default;

Result<std::unique_ptr<Overlay>, render::RenderError> Overlay::create(render::Renderer& renderer,
                                                                      const OverlayDefinition& definition) {
  auto impl = std::make_unique<Impl>(renderer);
  impl->files = find_fonts(definition.font_folders.empty() ? usual_font_folders() : definition.font_folders);
  impl->input.connect();
  if (auto opened = impl->pass.open(); !opened) return fail(std::move(opened).error());
  if (auto set = impl->set_scale(kMinScale); !set) return fail(std::move(set).error());
  return std::unique_ptr<Overlay>{new Overlay{std::move(impl)}};
}

Result<bool, render::RenderError> Overlay::begin(const OverlayInput& input) {
  auto& self = *impl_;
  self.layer = nullptr;
  if (input.extent.is_empty()) return false;
  if (auto set = self.set_scale(stepped(input.scale)); !set) return fail(std::move(set).error());
  if (auto sized = self.pass.resize({input.extent.width, input.extent.height}); !sized)
    return fail(std::move(sized).error());
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(input.extent.width), static_cast<float>(input.extent.height)};
  io.DeltaTime = std::clamp(input.delta_s, 1e-4F, 0.25F);
  io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  if (input.keyboard_navigation) io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  self.input.feed(input.events);
  ImGui_ImplVulkan_NewFrame();
  ImGui::NewFrame();
  return true;
}

void Overlay::end() {
  ImGui::Render();
  impl_->layer = impl_->pass.show(ImGui::GetDrawData());
}

const render::OverlayLayer* Overlay::layer() const { return impl_->layer; }
const Fonts& Overlay::fonts() const { return impl_->fonts; }
float Overlay::scale() const { return impl_->scale; }
bool Overlay::wants_pointer() const { return ImGui::GetIO().WantCaptureMouse; }
bool Overlay::wants_keyboard() const {
  const ImGuiIO& io = ImGui::GetIO();
  const bool navigates = (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0 && io.NavActive;
  return io.WantTextInput || navigates;
}
const std::string& Overlay::font_name() const { return impl_->files.name; }

}  // namespace tonus::overlay
