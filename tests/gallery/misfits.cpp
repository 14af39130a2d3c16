#include "tests/gallery/misfits.h"

#include <fmt/format.h>

namespace otmetka::gallery {
namespace {

using kiosk::Proof;
using kiosk::Rect;

// Capitals are 0.6 of the height of a line of Inter (EN 301 549, 5.1.4; Section 508, 402.4).
constexpr float capital_part = 0.6f, least_capital_mm = 4.8f;
// Colle & Hiszem 2004.
constexpr float least_touch_mm = 20;
// Of keys with letters, where twelve of 20 mm do not fit beside each other.
constexpr float least_key_mm = 13;
// Positions are floats that are rounded down when they are drawn.
constexpr float rounding_pixels = 2;

const char* fault_name(Proof::Fault fault) {
  switch (fault) {
    case Proof::Fault::none:
      return "";
    case Proof::Fault::cut:
      return "is cut";
    case Proof::Fault::broken_word:
      return "breaks a word";
    case Proof::Fault::too_tall:
      return "is higher than its place";
    case Proof::Fault::left_out:
      return "found no place at all";
  }
  return "?";
}

bool overlap(const Rect& a, const Rect& b) {
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > rounding_pixels &&
         std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > rounding_pixels;
}

std::string place(const Rect& rect) {
  return fmt::format("({:.0f}, {:.0f}) {:.0f}x{:.0f}", rect.x, rect.y, rect.w, rect.h);
}

std::string named(const Proof::Line& line) {
  if (line.fault == Proof::Fault::left_out) return line.text;
  return (line.is_icon ? "an icon" : "'" + line.text + "'") + " at " + place(line.ink);
}

bool inside(const Rect& rect, const Size& size) {
  return rect.x > -rounding_pixels && rect.y > -rounding_pixels &&
         rect.right() < static_cast<float>(size.width) + rounding_pixels &&
         rect.bottom() < static_cast<float>(size.height) + rounding_pixels;
}

void look_at_line(const Proof::Line& line, const Size& size, float density,
                  std::vector<std::string>& out) {
  if (line.fault != Proof::Fault::none) out.push_back(named(line) + " " + fault_name(line.fault));
  if (!line.is_icon && line.text.find('{') != std::string::npos)
    out.push_back(named(line) + " has a place that nobody filled");
  if (!inside(line.ink, size)) out.push_back(named(line) + " runs out of the screen");
  const float capital_mm = line.size * capital_part / density;
  if (!line.is_icon && capital_mm < least_capital_mm)
    out.push_back(fmt::format("{} has capitals of {:.2f} mm", named(line), capital_mm));
}

void look_at_target(const Proof::Target& target, const Size& size, float density,
                    std::vector<std::string>& out) {
  const std::string name = "button '" + target.name + "' at " + place(target.rect);
  const float least_mm = std::min(target.rect.w, target.rect.h) / density;
  const float least = target.name.starts_with("key ") ? least_key_mm : least_touch_mm;
  if (least_mm < least - 0.05f) out.push_back(fmt::format("{} is only {:.1f} mm", name, least_mm));
  if (!inside(target.rect, size)) out.push_back(name + " runs out of the screen");
}

}  // namespace

std::vector<std::string> misfits(const Proof& proof, const Size& size, float density) {
  std::vector<std::string> out;
  for (size_t i = 0; i < proof.lines.size(); ++i) {
    look_at_line(proof.lines[i], size, density, out);
    for (size_t j = 0; j < i; ++j) {
      const Proof::Line &upper = proof.lines[i], &lower = proof.lines[j];
      if (upper.layer == lower.layer && overlap(upper.ink, lower.ink))
        out.push_back(named(upper) + " lies on " + named(lower));
    }
  }
  for (size_t i = 0; i < proof.targets.size(); ++i) {
    look_at_target(proof.targets[i], size, density, out);
    for (size_t j = 0; j < i; ++j) {
      const Proof::Target &upper = proof.targets[i], &lower = proof.targets[j];
      if (upper.layer == lower.layer && overlap(upper.rect, lower.rect))
        out.push_back("button '" + upper.name + "' lies on button '" + lower.name + "'");
    }
  }
  return out;
}

}  // namespace otmetka::gallery
