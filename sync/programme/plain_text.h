// sync/programme/plain_text.h - what may stand in a text that people are shown: UTF-8, nothing
// invisible, not too long.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace otmetka::programme {

struct TextFlaw {
  std::string what;  // "has …", "is …": follows the name of the text
  std::string remedy;
};

struct TextRule {
  size_t characters_max;
  bool paragraphs = false;  // may have several lines
};

/// Where the bytes stop being UTF-8 (RFC 3629: shortest forms, no surrogates); nothing if they
/// never do.
std::optional<size_t> not_utf8_at(std::string_view bytes);

/// The first thing that keeps the text from being shown as it is. Blank is no flaw: whether a text
/// must be there, the caller knows.
std::optional<TextFlaw> flaw_of(std::string_view text, TextRule rule);

bool is_blank(std::string_view text);

/// For messages: control and formatting characters as U+XXXX, bytes that are no UTF-8 as \xXX, and
/// a bounded length.
std::string printable(std::string_view text);

}  // namespace otmetka::programme
