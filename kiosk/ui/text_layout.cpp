#include "kiosk/ui/text_layout.h"

#include <cmath>

namespace otmetka::kiosk {
namespace {

constexpr const char* ellipsis = "…";
// Of the height of a line.
constexpr float capital_part = 0.6f;

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

// Two letters at most are a preposition or an article, and "2-й" waits for its floor.
bool waits_for_next(std::string_view word) {
  size_t letters = 0;
  for (size_t at = 0; at < word.size(); at = next_character(word, at)) ++letters;
  const bool numbered = !word.empty() && word[0] >= '0' && word[0] <= '9';
  return letters <= (numbered ? 4 : 2);
}

// These lean on the word before them, in Russian, Tatar and Kyrgyz.
bool leans_back(std::string_view word) {
  for (const char* each : {"же", "ли", "бы", "да", "дә"}) {
    if (word == each) return true;
  }
  return false;
}

// In none of our languages may a preposition or a number hang at the end of a line, apart from its
// word. A dash stays with what is before it.
bool may_end_line(std::string_view text, size_t at) {
  if (at >= text.size() || text[at] == '\n') return true;
  const std::string_view after = text.substr(at + 1);
  if (after.starts_with("–") || after.starts_with("—") || after.starts_with("·")) return false;
  if (leans_back(after.substr(0, after.find_first_of(" \n.,:;!?")))) return false;
  const size_t before = text.substr(0, at).find_last_of(" \n");
  const size_t from = before == text.npos ? 0 : before + 1;
  const std::string_view word = text.substr(from, at - from);
  const bool closed = word.find_first_of(".,:;!?)") != word.npos || word.ends_with("–") ||
                      word.ends_with("—") || word.ends_with("·") || word.ends_with("»");
  return closed || leans_back(word) || !waits_for_next(word);
}

// The end of the longest part of the first word that stands before a hyphen; 0: there is none.
size_t hyphen_that_fits(const Type& type, float width, std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \n"));
  size_t end = 0;
  for (size_t at = 0; at + 1 < word.size(); ++at) {
    if (word[at] == '-' && at > 0 && text_width(type, word.substr(0, at + 1)) <= width)
      end = at + 1;
  }
  return end;
}

struct TakenLine {
  std::string_view text;
  bool broken_word = false;
};

// Takes one line off the text.
TakenLine take_line(const Type& type, float width, std::string_view& text) {
  size_t end = 0, poor_end = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    const bool boundary = at == text.size() || text[at] == ' ' || text[at] == '\n';
    if (!boundary) continue;
    if (text_width(type, text.substr(0, at)) > width) break;
    (may_end_line(text, at) ? end : poor_end) = at;
    if (at == text.size() || text[at] == '\n') break;
  }
  if (end == 0) end = poor_end;
  if (end == 0) end = hyphen_that_fits(type, width, text);
  TakenLine line;
  if (end == 0 && !text.empty() && text[0] != '\n') {
    end = head_that_fits(type, width, text);
    line.broken_word = true;
  }
  line.text = text.substr(0, end);
  text.remove_prefix(end);
  if (!text.empty() && (text[0] == ' ' || text[0] == '\n')) text.remove_prefix(1);
  return line;
}

struct Line {
  std::string text;
  Proof::Fault fault = Proof::Fault::none;
};

std::vector<Line> lines_of(const Type& type, float width, std::string_view text, size_t most) {
  std::vector<Line> lines;
  while (!text.empty() && lines.size() < most) {
    const std::string_view whole = text;
    const TakenLine taken = take_line(type, width, text);
    if (lines.size() + 1 == most && !text.empty()) {
      lines.push_back({with_ellipsis(type, width, whole), Proof::Fault::cut});
      break;
    }
    lines.push_back({std::string(taken.text),
                     taken.broken_word ? Proof::Fault::broken_word : Proof::Fault::none});
  }
  return lines;
}

// Whole pixels only: half a pixel blurs every stem.
float put(const Pen& pen, const Type& type, float x, float y, ImU32 colour, const Line& line) {
  const char* begin = line.text.data();
  pen.canvas.AddText(type.font, type.size, {std::floor(x), std::floor(y)}, colour, begin,
                     begin + line.text.size());
  const float width = text_width(type, line.text);
  if (pen.proof) {
    const Rect ink{x, y + type.size * 0.19f, width, type.size * 0.72f};
    pen.proof->lines.push_back({line.text, ink, type.size, false, line.fault, pen.proof->layer});
  }
  return width;
}

float aligned(Align align, const Rect& in, float width) {
  if (align == Align::centre) return in.x + (in.w - width) / 2;
  if (align == Align::right) return in.right() - width;
  return in.x;
}

bool whole(const std::vector<Line>& lines) {
  return std::all_of(lines.begin(), lines.end(),
                     [](const Line& line) { return line.fault == Proof::Fault::none; });
}

// Larger text gives way where it has no room.
template <typename Fits>
Type made_to_fit(Type type, const Fits& fits) {
  while (type.least > 0 && type.size > type.least && !fits(type))
    type.size = std::max(type.size - 1, type.least);
  return type;
}

size_t lines_in(const Type& type, const Rect& in, size_t lines_max) {
  const float room = std::floor(in.h / line_height(type) + 0.2f);
  return std::min(static_cast<size_t>(std::max(1.0f, room)), lines_max);
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
  for (Line& line : lines_of(type, width, text, lines_max)) lines.push_back(std::move(line.text));
  return lines;
}

bool fits(const Type& type, const Rect& in, std::string_view text) {
  const std::vector<Line> lines = lines_of(type, in.w, text, 64);
  return whole(lines) && static_cast<float>(lines.size()) * line_height(type) <= in.h + 0.5f;
}

float balanced_width(const Type& type, float width, std::string_view text) {
  const size_t lines = lines_of(type, width, text, 64).size();
  float least = width / 2, most = width;
  while (lines > 1 && most - least > type.size * 0.25f) {
    const float middle = (least + most) / 2;
    const Rect room{0, 0, middle, line_height(type) * static_cast<float>(lines)};
    (fits(type, room, text) ? most : least) = middle;
  }
  return std::ceil(most);
}

float wrapped_height(const Type& type, float width, std::string_view text) {
  return static_cast<float>(wrap(type, width, text, 64).size()) * line_height(type);
}

float put_line(const Pen& pen, const Type& type, float x, float y, ImU32 colour,
               std::string_view text) {
  return put(pen, type, x, y, colour, {std::string(text)});
}

void put_in(const Pen& pen, const Type& wanted, const Rect& in, ImU32 colour, std::string_view text,
            Align align) {
  const Type type = made_to_fit(
      wanted, [&](const Type& smaller) { return text_width(smaller, text) <= in.w + 0.5f; });
  Line line{std::string(text)};
  float width = text_width(type, line.text);
  if (width > in.w + 0.5f) {
    line = {with_ellipsis(type, in.w, text), Proof::Fault::cut};
    width = text_width(type, line.text);
  } else if (in.h < type.size * capital_part) {
    line.fault = Proof::Fault::too_tall;
  }
  put(pen, type, aligned(align, in, width), in.y + (in.h - type.size) / 2, colour, line);
}

float put_wrapped(const Pen& pen, const Type& wanted, const Rect& in, ImU32 colour,
                  std::string_view text, Align align, size_t lines_max) {
  const Type type = made_to_fit(wanted, [&](const Type& smaller) {
    return whole(lines_of(smaller, in.w, text, lines_in(smaller, in, lines_max)));
  });
  const float step = line_height(type);
  float y = in.y;
  for (Line& line : lines_of(type, in.w, text, lines_in(type, in, lines_max))) {
    if (in.h < type.size * capital_part) line.fault = Proof::Fault::too_tall;
    put(pen, type, aligned(align, in, text_width(type, line.text)), y + (step - type.size) / 2,
        colour, line);
    y += step;
  }
  return y - in.y;
}

float put_heading(const Pen& pen, const Type& type, Rect in, ImU32 colour, std::string_view text) {
  in.w = balanced_width(type, in.w, text);
  return put_wrapped(pen, type, in, colour, text);
}

Type first_that_fits(std::initializer_list<const Type*> types, const Rect& in,
                     std::string_view text) {
  const auto fitting = [&](const Type& type) { return fits(type, in, text); };
  for (const Type* each : types) {
    const Type type = made_to_fit(*each, fitting);
    if (fitting(type)) return type;
  }
  return **(types.end() - 1);
}

Type shrunk(const Type& type, const Rect& in, std::string_view text, float least) {
  Type smaller = type;
  for (float part = 1; part > least && !fits(smaller, in, text); part -= 0.04f)
    smaller.size = std::floor(type.size * std::max(part, least));
  return smaller;
}

}  // namespace otmetka::kiosk
