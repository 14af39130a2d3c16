// sync/central/listener_target.cpp - decoding first, judging after: a check of what is still
// escaped checks nothing.
#include "sync/central/listener_target.h"

#include "shared/base/plain_text.h"

namespace otmetka {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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
  // A handler may put what it got into JSON or a log: both must be able to hold it.
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
