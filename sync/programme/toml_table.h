// sync/programme/toml_table.h - a table of a TOML file, read key by key. Each getter tells what is
// wrong with its key, with line and remedy, and then returns something empty: reading goes on, so
// that one check finds all mistakes.
#pragma once
#include <toml++/toml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/programme/limits.h"
#include "sync/programme/mistakes.h"
#include "sync/programme/plain_text.h"

namespace otmetka::programme {

inline constexpr TextRule person_name_rule{person_name_characters_max};
inline constexpr TextRule title_rule{title_characters_max};
inline constexpr TextRule note_rule{note_characters_max};
inline constexpr TextRule about_rule{about_characters_max, true};
inline constexpr TextRule url_rule{url_characters_max};

/// Nothing when the text is not UTF-8 or not TOML; that is told as one mistake.
std::optional<toml::table> parse_toml(const std::string& path, const std::string& text,
                                      Mistakes& mistakes);

enum class Need { required, optional };

struct Range {
  double min, max;
};

struct ListedName {
  std::string name;
  uint32_t line;
};

class TomlTable {
 public:
  /// `what` names the table in messages, e.g. "[[session]]". A key beside `keys` is a mistake at
  /// once.
  TomlTable(const toml::table& table, std::string file, std::string what, Mistakes& mistakes,
            const std::vector<std::string_view>& keys);

  std::string line(std::string_view key, Need need, TextRule rule = title_rule);
  std::string name(std::string_view key, Need need);
  std::string one_of(std::string_view key, Need need, const std::vector<std::string_view>& choices);
  std::string zone(std::string_view key);
  /// A file of `folder`.
  std::string picture(std::string_view key, std::string_view folder = "pictures");
  Package::Text text(std::string_view key, Need need, TextRule rule = title_rule);
  std::optional<int64_t> integer(std::string_view key, Need need, int64_t min, int64_t max);
  std::optional<double> number(std::string_view key, Need need, Range range);
  bool boolean(std::string_view key, Need need, bool otherwise);
  std::optional<int64_t> day(std::string_view key, Need need);  // from 1970-01-01
  std::optional<int32_t> minute_of_day(std::string_view key);   // "HH:MM", required
  std::string as_of(std::string_view key);                      // required
  std::vector<ListedName> names(std::string_view key, Need need);
  std::vector<const toml::table*> tables(std::string_view key,
                                         size_t max);         // [[key]]; none if more
  const toml::table* table(std::string_view key, Need need);  // [key]

  bool has(std::string_view key) const { return table_.contains(key); }
  /// Of the key, or of the table while it is not there.
  uint32_t line_of(std::string_view key) const;
  uint32_t line_of_table() const;
  void complain(uint32_t line, std::string_view what, std::string_view remedy);
  void complain(std::string_view key, std::string_view what, std::string_view remedy);

 private:
  /// The node if it is there; `example` shows how it is written when it is not.
  const toml::node* find(std::string_view key, Need need, std::string_view example);
  void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted,
                  std::string_view example);
  const std::string* string_at(std::string_view key, Need need, std::string_view example);
  std::string checked(const std::string& value, std::string_view label, uint32_t line,
                      TextRule rule);
  std::string language_of_text(const toml::table& text, std::string_view key,
                               std::string_view language, TextRule rule, std::string& missing);

  const toml::table& table_;
  std::string file_;
  std::string what_;
  Mistakes& mistakes_;
};

/// Days from 1970-01-01 of a date that exists.
std::optional<int64_t> day_number(int64_t year, unsigned month, unsigned day);

}  // namespace otmetka::programme
