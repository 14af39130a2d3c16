// kiosk/ui/palette.h - the colours of the screens, by what they are for. A screen asks its Ui for
// them and names none itself, so that another palette is another look of every screen.
#pragma once
#include <imgui.h>

namespace otmetka::kiosk {

namespace colour {
constexpr ImU32 rgb(unsigned value, unsigned alpha = 255) {
  return IM_COL32(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff, alpha);
}
/// The same colour, seen through.
constexpr ImU32 faint(ImU32 colour, unsigned alpha) {
  return (colour & ~IM_COL32_A_MASK) | ImU32{alpha} << IM_COL32_A_SHIFT;
}
}  // namespace colour

/// One value for each use; words, grounds and edges are named by what they say, not by their hue.
struct Palette {
  ImU32 page, card, sunken;          // grounds
  ImU32 ink, muted, line, edge;      // on them
  ImU32 dim;                         // a ground for what is over, or is being pressed
  ImU32 accent, accent_bright;       // what is pressed, chosen or to be looked at first
  ImU32 accent_soft, accent_light;   // a ground for accent; accent on a dark ground
  ImU32 accent_held, on_accent;      // accent under a finger; words on these three
  ImU32 deep, deep_end;              // the dark grounds of what is ours
  ImU32 ok, ok_deep;                 // of verdicts; what is told is never told by these alone
  ImU32 warn, warn_deep, warn_soft;  // warn_deep also stands on warn_soft
  ImU32 bad, bad_deep;
  ImU32 calm, calm_deep;
  ImU32 drill, drill_deep;             // of rehearsals
  ImU32 white, white_muted, on_white;  // words on dark grounds; words on white
  ImU32 plate;                         // a ground for white words on a picture
  ImU32 focus, focus_edge;             // of the keypad's ring: one of them stands out anywhere
  /// No gradient, no shadow and no photograph behind words; cards and buttons have thick edges.
  bool plain = false;
};

/// For anybody. Text on what it stands on has a contrast of at least 4.5 to 1 (GOST R 52872,
/// WCAG 1.4.3).
inline constexpr Palette standard_palette{
    .page = colour::rgb(0xF3F5FA),
    .card = colour::rgb(0xFFFFFF),
    .sunken = colour::rgb(0xE8EDF4),
    .ink = colour::rgb(0x0F172A),
    .muted = colour::rgb(0x55637A),
    .line = colour::rgb(0xE2E8F0),
    .edge = colour::rgb(0xCBD5E1),
    .dim = colour::rgb(0xCBD5E1),
    .accent = colour::rgb(0x0D766E),
    .accent_bright = colour::rgb(0x149488),
    .accent_soft = colour::rgb(0xE0F4F1),
    .accent_light = colour::rgb(0x8FE3D6),
    .accent_held = colour::rgb(0x107870),
    .on_accent = colour::rgb(0xFFFFFF),
    .deep = colour::rgb(0x093C48),
    .deep_end = colour::rgb(0x107870),
    .ok = colour::rgb(0x15803D),
    .ok_deep = colour::rgb(0x0B5A34),
    .warn = colour::rgb(0xB45309),
    .warn_deep = colour::rgb(0x8A3A06),
    .warn_soft = colour::rgb(0xFEF3C7),
    .bad = colour::rgb(0xB91C1C),
    .bad_deep = colour::rgb(0x7F1414),
    .calm = colour::rgb(0x334155),
    .calm_deep = colour::rgb(0x1E293B),
    .drill = colour::rgb(0x6D28D9),
    .drill_deep = colour::rgb(0x4C1D95),
    .white = colour::rgb(0xFFFFFF),
    .white_muted = colour::rgb(0xFFFFFF, 235),
    .on_white = colour::rgb(0x0D766E),
    .plate = colour::rgb(0x062A33, 225),
    .focus = colour::rgb(0xFFC933),
    .focus_edge = colour::rgb(0x0F172A),
};

/// For weak eyes: white and yellow words on black, at least 7 to 1 (WCAG 1.4.6); edges of what is
/// pressed at least 4.5 to 1. A verdict's colour is its edge and its sign.
inline constexpr Palette contrast_palette{
    .page = colour::rgb(0x000000),
    .card = colour::rgb(0x000000),
    .sunken = colour::rgb(0x1F1F1F),
    .ink = colour::rgb(0xFFFFFF),
    .muted = colour::rgb(0xDCDCDC),
    .line = colour::rgb(0x555555),
    .edge = colour::rgb(0xFFFFFF),
    .dim = colour::rgb(0x4A4A4A),
    .accent = colour::rgb(0xFFE500),
    .accent_bright = colour::rgb(0xFFE500),
    .accent_soft = colour::rgb(0x2E2A00),
    .accent_light = colour::rgb(0xFFE500),
    .accent_held = colour::rgb(0xFFFFFF),
    .on_accent = colour::rgb(0x000000),
    .deep = colour::rgb(0x000000),
    .deep_end = colour::rgb(0x000000),
    .ok = colour::rgb(0x4CF08A),
    .ok_deep = colour::rgb(0x000000),
    .warn = colour::rgb(0xFFB13D),
    .warn_deep = colour::rgb(0x000000),
    .warn_soft = colour::rgb(0xFFB13D),
    .bad = colour::rgb(0xFF8585),
    .bad_deep = colour::rgb(0x000000),
    .calm = colour::rgb(0xDCDCDC),
    .calm_deep = colour::rgb(0x000000),
    .drill = colour::rgb(0xC9A7FF),
    .drill_deep = colour::rgb(0x000000),
    .white = colour::rgb(0xFFFFFF),
    .white_muted = colour::rgb(0xDCDCDC),
    .on_white = colour::rgb(0x000000),
    .plate = colour::rgb(0x000000),
    .focus = colour::rgb(0x00E5FF),
    .focus_edge = colour::rgb(0x000000),
    .plain = true,
};

}  // namespace otmetka::kiosk
