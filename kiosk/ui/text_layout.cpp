#include "kiosk/ui/text_layout.h"

#include <cmath>

namespace otmetka::kiosk {
namespace {

constexpr const char* ellipsis = "…";

size_t next_character(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80) ++at;
  return at;
}

size_t previous_character(std::string_view text, size_t at) {
  --at;
  while (at > 0 && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80) --at;
  return at;
}

// The longest head of the text that is no wider; at least one character, so that every loop ends.
size_t head_that_fits(const Type& type, float width, std::string_view text) {
  size_t end = next_character(text, 0);
  while (end < text.size()) {
    const size_t longer = next_character(text, end);
    if (text_width(type, text.substr(0, longer)) > width) break;
    end = longer;
  }
  return end;
}

std::string with_ellipsis(const Type& type, float width, std::string_view text) {
  while (!text.empty() && text_width(type, std::string(text) + ellipsis) > width) {
    text = text.substr(0, previous_character(text, text.size()));
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '.'))
    text.remove_suffix(1);
  return std::string(text) + ellipsis;
}

// Takes one line off the text.
std::string_view take_line(const Type& type, float width, std::string_view& text) {
  size_t end = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    const bool boundary = at == text.size() || text[at] == ' ' || text[at] == '\n';
    if (!boundary) continue;
    if (text_width(type, text.substr(0, at)) > width) break;
    end = at;
    if (at == text.size() || text[at] == '\n') break;
  }
  if (end == 0) end = text.empty() || text[0] == '\n' ? 0 : head_that_fits(type, width, text);
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (!text.empty() && (text[0] == ' ' || text[0] == '\n')) text.remove_prefix(1);
  return line;
}

float aligned(Align align, const Rect& in, float width) {
  if (align == Align::centre) return in.x + (in.w - width) / 2;
  if (align == Align::right) return in.right() - width;
  return in.x;
}

}  // namespace

float text_width(const Type& type, std::string_view text) {
  return type.font->CalcTextSizeA(type.size, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

float line_height(const Type& type) { return std::floor(type.size * type.leading); }

float widest_word(const Type& type, std::string_view text) {
  float widest = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    widest = std::max(widest, text_width(type, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return widest;
}

std::vector<std::string> wrap(const Type& type, float width, std::string_view text,
                              size_t lines_max) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < lines_max) {
    if (lines.size() + 1 == lines_max && text_width(type, text) > width) {
      std::string_view rest = text;
      const std::string_view last = take_line(type, width, rest);
      lines.push_back(rest.empty() ? std::string(last) : with_ellipsis(type, width, text));
      break;
    }
    lines.emplace_back(take_line(type, width, text));
  }
  return lines;
}

float wrapped_height(const Type& type, float width, std::string_view text) {
  return static_cast<float>(wrap(type, width, text, 64).size()) * line_height(type);
}

float put_line(ImDrawList& canvas, const Type& type, float x, float y, ImU32 colour,
               std::string_view text) {
  // Whole pixels only: half a pixel blurs every stem.
  canvas.AddText(type.font, type.size, {std::floor(x), std::floor(y)}, colour, text.data(),
                 text.data() + text.size());
  return text_width(type, text);
}

void put_in(ImDrawList& canvas, const Type& type, const Rect& in, ImU32 colour,
            std::string_view text, Align align) {
  std::string shown(text);
  float width = text_width(type, shown);
  if (width > in.w + 0.5f) {
    shown = with_ellipsis(type, in.w, text);
    width = text_width(type, shown);
  }
  put_line(canvas, type, aligned(align, in, width), in.y + (in.h - type.size) / 2, colour, shown);
}

float put_wrapped(ImDrawList& canvas, const Type& type, const Rect& in, ImU32 colour,
                  std::string_view text, Align align, size_t lines_max) {
  const float step = line_height(type);
  const auto fits = static_cast<size_t>(std::max(1.0f, std::floor(in.h / step + 0.2f)));
  float y = in.y;
  for (const std::string& line : wrap(type, in.w, text, std::min(fits, lines_max))) {
    put_line(canvas, type, aligned(align, in, text_width(type, line)), y + (step - type.size) / 2,
             colour, line);
    y += step;
  }
  return y - in.y;
}

const Type& first_that_fits(std::initializer_list<const Type*> types, const Rect& in,
                            std::string_view text) {
  const Type* last = nullptr;
  for (const Type* type : types) {
    last = type;
    if (wrapped_height(*type, in.w, text) <= in.h + 0.5f) return *type;
  }
  return *last;
}

}  // namespace otmetka::kiosk
