#include "shared/text/catalogue.h"

#include <fmt/format.h>

#include <boost/locale/gnu_gettext.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "shared/text/local_time.h"

namespace otmetka {
namespace {

using Messages = boost::locale::message_format<char>;

constexpr int only_domain = 0;
constexpr const char* remedy = "install the package again, or build the target otmetka_locale";

size_t index_of(Language language) { return static_cast<size_t>(language); }

Result<std::vector<char>> read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file || bytes.empty()) {
    const char* why = errno != 0 ? std::strerror(errno) : "the file is empty";
    return fail(Failure::absent, fmt::format("no translations in {} ({}): {}", path, why, remedy));
  }
  return bytes;
}

uint32_t word_at(const std::vector<char>& bytes, uint64_t at) {
  uint32_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

bool fits(const std::vector<char>& bytes, uint64_t offset, uint64_t size) {
  return offset + size <= bytes.size();
}

/// Every string lies inside the file and ends with a zero.
bool strings_fit(const std::vector<char>& bytes, uint64_t table, uint64_t rows) {
  if (!fits(bytes, table, rows * 8)) return false;
  for (uint64_t row = 0; row < rows; ++row) {
    const uint64_t size = word_at(bytes, table + row * 8);
    const uint64_t offset = word_at(bytes, table + row * 8 + 4);
    if (!fits(bytes, offset, size + 1) || bytes[offset + size] != 0) return false;
  }
  return true;
}

/// Boost's reader trusts the offsets of a .mo file and would follow damaged ones out of it.
/// Layout: GNU gettext manual, "The Format of GNU MO Files"; msgfmt writes little-endian, as our
/// machines are.
bool is_sound(const std::vector<char>& bytes) {
  constexpr uint32_t magic = 0x950412de;
  constexpr uint64_t header_bytes = 28;
  if (bytes.size() < header_bytes || word_at(bytes, 0) != magic) return false;
  const uint64_t rows = word_at(bytes, 8);
  if (!strings_fit(bytes, word_at(bytes, 12), rows) ||
      !strings_fit(bytes, word_at(bytes, 16), rows))
    return false;

  const uint64_t slots = word_at(bytes, 20);
  const uint64_t hash_table = word_at(bytes, 24);
  if (slots == 1 || slots == 2 || !fits(bytes, hash_table, slots * 4))
    return false;  // its step is modulo slots - 2
  for (uint64_t slot = 0; slot < slots; ++slot) {
    if (word_at(bytes, hash_table + slot * 4) > rows) return false;
  }
  return true;
}

/// The bytes are ours already: gettext's own search through directories of language, country and
/// category is bypassed.
Result<std::locale> read_messages(const std::string& path, const std::string& language) {
  const std::vector<char> bytes = TRY(read_file(path));
  const auto damaged = [&](const char* how) {
    return fail(Failure::corrupt, fmt::format("{} is damaged ({}): {}", path, how, remedy));
  };
  if (!is_sound(bytes)) return damaged("not a whole .mo file");
  boost::locale::gnu_gettext::messages_info info;
  info.language = language;
  info.encoding = "UTF-8";
  info.domains.emplace_back("otmetka");
  info.paths.emplace_back(".");
  info.callback = [&bytes](const std::string&, const std::string&) { return bytes; };
  try {
    return std::locale(std::locale::classic(),
                       boost::locale::gnu_gettext::create_messages_facet<char>(info));
  } catch (const std::exception& damage) {
    return damaged(damage.what());
  }
}

/// Every rule of our languages looks at the last two digits and at whether n is small, so a number
/// too large for gettext's int may be replaced by a smaller one of the same kind.
int same_form_as(uint64_t n) {
  constexpr uint64_t round = 1'000'000;
  return static_cast<int>(n < round ? n : round + n % round);
}

/// nullptr: not translated.
const char* find(const std::locale& locale, const std::string& key, std::optional<uint64_t> n) {
  const auto& messages = std::use_facet<Messages>(locale);
  // The shape was checked, the sentences were not; damage must cost a sentence, not the kiosk.
  try {
    return n ? messages.get(only_domain, nullptr, key.c_str(), same_form_as(*n))
             : messages.get(only_domain, nullptr, key.c_str());
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string fill(std::string_view text, TextArguments arguments, std::string_view n) {
  const auto value_of = [&](std::string_view name) -> std::optional<std::string_view> {
    for (const auto& [argument, value] : arguments) {
      if (argument == name) return value;
    }
    if (name == "n" && !n.empty()) return n;
    return std::nullopt;
  };
  std::string filled;
  while (!text.empty()) {
    const size_t open = text.find('{');
    const size_t close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) break;
    const auto value = value_of(text.substr(open + 1, close - open - 1));
    filled += text.substr(0, open);
    filled += value ? *value : text.substr(open, close - open + 1);
    text.remove_prefix(close + 1);
  }
  return filled.append(text);
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::string& directory) {
  Catalogue catalogue;
  for (const Language language : languages) {
    const std::string code = language_code(language);
    catalogue.messages_[index_of(language)] =
        TRY(read_messages(directory + "/" + code + ".mo", code));
  }
  return catalogue;
}

std::string Catalogue::text(Language language, std::string_view key,
                            TextArguments arguments) const {
  if (key.empty()) return {};  // to gettext the empty key is the file's own header
  const std::string id(key);
  const char* found = find(messages_[index_of(language)], id, std::nullopt);
  if (!found) found = find(messages_[index_of(Language::ru)], id, std::nullopt);
  return fill(found ? found : id.c_str(), arguments, {});
}

std::string Catalogue::plural(Language language, std::string_view key, uint64_t n,
                              TextArguments arguments) const {
  if (key.empty()) return {};
  const std::string id(key);
  const char* found = find(messages_[index_of(language)], id, n);
  if (!found) found = find(messages_[index_of(Language::ru)], id, n);
  return fill(found ? found : id.c_str(), arguments, count_text(language, n));
}

}  // namespace otmetka
