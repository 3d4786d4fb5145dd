#pragma once
// The colours of panels: calm, dark, legible. Text keeps a contrast of 4.5 to 1 or more on panels and on controls (WCAG
// 2.1 AA), also where the brightest sky shines through a panel; a test computes it.

namespace tonus::overlay {

/// sRGB-encoded, 0…1, straight alpha; as panels are drawn to an UNORM texture these are the numbers on the screen.
struct Color {
  float r = 0.0F, g = 0.0F, b = 0.0F, a = 1.0F;
};

namespace theme {
inline constexpr Color kPanel{0.043F, 0.055F, 0.098F, 0.88F};
inline constexpr Color kPanelEdge{0.42F, 0.48F, 0.62F, 0.22F};
inline constexpr Color kControl{0.125F, 0.153F, 0.227F, 1.0F};
inline constexpr Color kControlHovered{0.172F, 0.212F, 0.310F, 1.0F};
inline constexpr Color kControlActive{0.110F, 0.270F, 0.360F, 1.0F};
inline constexpr Color kText{0.925F, 0.941F, 0.969F, 1.0F};
inline constexpr Color kTextMuted{0.682F, 0.722F, 0.796F, 1.0F};
inline constexpr Color kAccent{0.392F, 0.796F, 0.894F, 1.0F};  ///< the person's own signal
inline constexpr Color kBand{0.529F, 0.804F, 0.612F, 1.0F};    ///< the target band, in order
inline constexpr Color kCaution{0.965F, 0.765F, 0.451F, 1.0F};
inline constexpr Color kWarning{0.980F, 0.600F, 0.545F, 1.0F};
/// Stop: filled, so that it is found without reading.
inline constexpr Color kStop{0.690F, 0.165F, 0.157F, 1.0F};
inline constexpr Color kStopHovered{0.765F, 0.205F, 0.190F, 1.0F};
}  // namespace theme

}  // namespace tonus::overlay
