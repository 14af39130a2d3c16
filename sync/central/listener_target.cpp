// sync/central/listener_target.cpp - decoding first, judging after: a check of what is still
// escaped checks nothing.
#include "sync/central/listener_target.h"

#include <cstdint>

namespace otmetka {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Length of the UTF-8 sequence at the front; 0: none (RFC 3629: no overlong forms, no surrogates,
// at most 10FFFF).
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0u; };
  const auto more = [&](size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xbf; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return more(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return 0;
    return more(1) && more(2) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
  return more(1) && more(2) && more(3) ? 4 : 0;
}

// A handler may put what it got into JSON or a log: both must be able to hold it.
bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<uint8_t>(text.front());
    const size_t length = utf8_length(text);
    if (length == 0 || first < 0x20 || first == 0x7f) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> decode(std::string_view text, bool is_query) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && is_query) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return {};
      out += static_cast<char>(high * 16 + low);
      if (out.back() == '/' && !is_query) return {};  // it would make another path of it
      i += 2;
    }
  }
  if (!is_plain_text(out)) return {};
  return out;
}

bool climbs(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

bool parse_query(std::string_view text, std::map<std::string, std::string>& out) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(pair.size() + (pair.size() < text.size() ? 1 : 0));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    const auto key = decode(pair.substr(0, equals), true);
    const auto value =
        decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!key || !value) return false;
    out.emplace(*key, *value);
  }
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  // The form for proxies names the host again; the Host header has it.
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const size_t path = target.find_first_of("/?");
    if (path == std::string_view::npos || target[path] != '/') return {};
    target.remove_prefix(path);
    break;
  }
  if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return {};
  const size_t mark = target.find('?');
  const auto path = decode(target.substr(0, mark), false);
  if (!path || climbs(*path)) return {};
  Target out{*path, {}};
  if (mark != std::string_view::npos && !parse_query(target.substr(mark + 1), out.query)) return {};
  return out;
}

}  // namespace otmetka
