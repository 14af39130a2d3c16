// kiosk/ui/palette.h - the colours of the screens, by what they are for. A screen asks its Ui for
// them and names none itself, so that another palette is another look of every screen.
#pragma once
#include <imgui.h>

namespace otmetka::kiosk {

namespace colour {
constexpr ImU32 rgb(unsigned value, unsigned alpha = 255) {
  return IM_COL32(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff, alpha);
}
}  // namespace colour

/// One value for each use; words, grounds and edges are named by what they say, not by their hue.
struct Palette {
  ImU32 page, card, sunken;          // grounds
  ImU32 ink, muted, line, edge;      // on them
  ImU32 accent, accent_bright;       // what is pressed, chosen or to be looked at first
  ImU32 accent_soft, accent_light;   // a ground for accent; accent on a dark ground
  ImU32 on_accent;                   // words on accent and accent_bright
  ImU32 deep, deep_end;              // the dark grounds of what is ours
  ImU32 ok, ok_deep;                 // of verdicts; what is told is never told by these alone
  ImU32 warn, warn_deep, warn_soft;  // warn_deep also stands on warn_soft
  ImU32 bad, bad_deep;
  ImU32 calm, calm_deep;
  ImU32 white, white_muted, on_white;  // words on dark grounds; words on white
};

/// Text on what it stands on has a contrast of at least 4.5 to 1 (GOST R 52872, WCAG 1.4.3).
inline constexpr Palette standard_palette{
    .page = colour::rgb(0xF3F5FA),
    .card = colour::rgb(0xFFFFFF),
    .sunken = colour::rgb(0xE8EDF4),
    .ink = colour::rgb(0x0F172A),
    .muted = colour::rgb(0x55637A),
    .line = colour::rgb(0xE2E8F0),
    .edge = colour::rgb(0xCBD5E1),
    .accent = colour::rgb(0x0D766E),
    .accent_bright = colour::rgb(0x149488),
    .accent_soft = colour::rgb(0xE0F4F1),
    .accent_light = colour::rgb(0x8FE3D6),
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
    .white = colour::rgb(0xFFFFFF),
    .white_muted = colour::rgb(0xFFFFFF, 205),
    .on_white = colour::rgb(0x0D766E),
};

}  // namespace otmetka::kiosk
