#include "sync/programme/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "shared/text/local_time.h"
#include "sync/programme/package_files.h"

namespace otmetka::programme {
namespace {

constexpr int64_t year_min = 1900, year_max = 2199;
constexpr std::string_view text_example = "{ ru = \"…\", tt = \"…\", ky = \"…\", en = \"…\" }";

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text in quotes";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time without quotes";
    case toml::node_type::date_time:
      return "a date with a time";
    default:
      return "nothing";
  }
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

/// "2021" or "2021-10"
bool is_year_or_month(std::string_view text) {
  if (text.size() != 4 && text.size() != 7) return false;
  if (!all_digits(text.substr(0, 4))) return false;
  if (text.size() == 4) return true;
  if (text[4] != '-' || !all_digits(text.substr(5))) return false;
  const int month = two_digits(text.substr(5));
  return month >= 1 && month <= 12;
}

}  // namespace

std::optional<int64_t> day_number(int64_t year, unsigned month, unsigned day) {
  if (year < year_min || year > year_max) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

TomlTable::TomlTable(const toml::table& table, std::string file, std::string what,
                     Mistakes& mistakes, const std::vector<std::string_view>& keys)
    : table_(table), file_(std::move(file)), what_(std::move(what)), mistakes_(mistakes) {
  for (const auto& [key, node] : table_) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    mistakes_.add(file_, line_of(key.str()),
                  fmt::format("{} has no key \"{}\"", what_, printable(key.str())),
                  did_you_mean(key.str(), keys, fmt::format("its keys are {}", any_of(keys))));
  }
}

uint32_t TomlTable::line_of_table() const { return table_.source().begin.line; }

uint32_t TomlTable::line_of(std::string_view key) const {
  const auto found = table_.find(key);
  if (found == table_.cend()) return line_of_table();
  const uint32_t line = found->first.source().begin.line;
  return line != 0 ? line : found->second.source().begin.line;
}

void TomlTable::complain(uint32_t line, std::string_view what, std::string_view remedy) {
  mistakes_.add(file_, line, what, remedy);
}

void TomlTable::complain(std::string_view key, std::string_view what, std::string_view remedy) {
  mistakes_.add(file_, line_of(key), what, remedy);
}

const toml::node* TomlTable::find(std::string_view key, Need need, std::string_view example) {
  const toml::node* node = table_.get(key);
  if (!node && need == Need::required) {
    complain(line_of_table(), fmt::format("{} lacks \"{}\"", what_, key),
             fmt::format("add {} = {}", key, example));
  }
  return node;
}

void TomlTable::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted,
                           std::string_view example) {
  complain(key, fmt::format("{} is {}, not {}", key, type_name(node), wanted),
           fmt::format("write {} = {}", key, example));
}

const std::string* TomlTable::string_at(std::string_view key, Need need, std::string_view example) {
  const toml::node* node = find(key, need, example);
  if (!node) return nullptr;
  if (const auto* string = node->as_string()) return &string->get();
  wrong_type(key, *node, "a text in quotes", example);
  return nullptr;
}

std::string TomlTable::checked(const std::string& value, std::string_view label, uint32_t line,
                               TextRule rule) {
  std::string text = value;
  // The last line break of a """ text belongs to the way it is written, not to what it says.
  while (rule.paragraphs && text.ends_with('\n')) text.pop_back();
  if (const auto flaw = flaw_of(text, rule)) {
    complain(line, fmt::format("{} {}", label, flaw->what), flaw->remedy);
  }
  return text;
}

std::string TomlTable::line(std::string_view key, Need need, TextRule rule) {
  const std::string* value = string_at(key, need, "\"…\"");
  if (!value) return {};
  if (is_blank(*value)) {
    complain(key, fmt::format("{} is empty", key),
             need == Need::required ? "write it" : "write it, or remove the line");
    return {};
  }
  return checked(*value, key, line_of(key), rule);
}

std::string TomlTable::name(std::string_view key, Need need) {
  const std::string* value = string_at(key, need, "\"…\"");
  if (!value) return {};
  if (is_plain_name(*value)) return *value;
  complain(key, fmt::format("{} \"{}\" is not a good name", key, printable(*value)),
           fmt::format("use a-z, 0-9 and \"-\", a letter or digit first, at most {} characters",
                       name_characters_max));
  return {};
}

std::string TomlTable::one_of(std::string_view key, Need need,
                              const std::vector<std::string_view>& choices) {
  const std::string* value = string_at(key, need, fmt::format("\"{}\"", choices.front()));
  if (!value) return {};
  if (std::find(choices.begin(), choices.end(), *value) != choices.end()) return *value;
  complain(key, fmt::format("{} \"{}\" is not known", key, printable(*value)),
           did_you_mean(*value, choices, fmt::format("write {}", any_of(choices))));
  return {};
}

std::string TomlTable::zone(std::string_view key) {
  const std::string* value = string_at(key, Need::required, "\"Europe/Moscow\"");
  if (!value) return {};
  if (value->size() <= name_characters_max && is_zone(*value)) return *value;
  complain(key, fmt::format("{} \"{}\" is not a time zone", key, printable(*value)),
           "write an IANA name such as \"Europe/Moscow\" or \"Asia/Yekaterinburg\"");
  return {};
}

std::string TomlTable::picture(std::string_view key, std::string_view folder) {
  const std::string* value = string_at(key, Need::optional, "\"….jpg\"");
  if (!value) return {};
  const bool leads_elsewhere =
      value->find('/') != value->npos || value->find('\\') != value->npos || *value == "..";
  if (leads_elsewhere) {
    complain(key, fmt::format("{} \"{}\" is a path", key, printable(*value)),
             fmt::format("put the picture into {}/ and write its file name only", folder));
    return {};
  }
  if (is_blank(*value)) {
    complain(key, fmt::format("{} is empty", key),
             fmt::format("write a file of {}/, or remove the line", folder));
    return {};
  }
  return *value;
}

std::string TomlTable::language_of_text(const toml::table& text, std::string_view key,
                                        std::string_view language, TextRule rule,
                                        std::string& missing) {
  const toml::node* node = text.get(language);
  const auto* string = node ? node->as_string() : nullptr;
  if (node && !string) {
    complain(node->source().begin.line,
             fmt::format("{}.{} is {}, not a text in quotes", key, language, type_name(*node)),
             fmt::format("write {} = \"…\"", language));
    return {};
  }
  if (!string || is_blank(string->get())) {
    missing += (missing.empty() ? "" : ", ") + std::string(language);
    return {};
  }
  return checked(string->get(), fmt::format("{}.{}", key, language), node->source().begin.line,
                 rule);
}

Package::Text TomlTable::text(std::string_view key, Need need, TextRule rule) {
  const toml::node* node = find(key, need, text_example);
  if (!node) return {};
  const toml::table* text = node->as_table();
  if (!text) {
    wrong_type(key, *node, "a text in four languages", text_example);
    return {};
  }
  for (const auto& [language, value] : *text) {
    const std::string_view code = language.str();
    if (code == "ru" || code == "tt" || code == "ky" || code == "en") continue;
    complain(value.source().begin.line,
             fmt::format("{} has no language \"{}\"", key, printable(code)),
             "the languages are ru, tt, ky and en");
  }
  Package::Text out;
  std::string missing;
  out.ru = language_of_text(*text, key, "ru", rule, missing);
  out.tt = language_of_text(*text, key, "tt", rule, missing);
  out.ky = language_of_text(*text, key, "ky", rule, missing);
  out.en = language_of_text(*text, key, "en", rule, missing);
  if (!missing.empty()) {
    complain(key, fmt::format("{} of {} is missing in {}", key, what_, missing),
             "write the text in all four languages: ru, tt, ky, en");
  }
  return out;
}

std::optional<int64_t> TomlTable::integer(std::string_view key, Need need, int64_t min,
                                          int64_t max) {
  const std::string example = std::to_string(std::max<int64_t>(min, 1));
  const toml::node* node = find(key, need, example);
  if (!node) return std::nullopt;
  const auto* value = node->as_integer();
  if (!value) {
    wrong_type(key, *node, "a whole number", example);
    return std::nullopt;
  }
  if (value->get() >= min && value->get() <= max) return value->get();
  complain(key, fmt::format("{} is {}", key, value->get()),
           fmt::format("write a number from {} to {}", min, max));
  return std::nullopt;
}

std::optional<double> TomlTable::number(std::string_view key, Need need, Range range) {
  const toml::node* node = find(key, need, "1");
  if (!node) return std::nullopt;
  const std::optional<double> value = node->value<double>();
  if (!node->is_number() || !value) {
    wrong_type(key, *node, "a number", "1");
    return std::nullopt;
  }
  // A comparison with a number that is none is false, so nan and inf fail here too.
  if (*value >= range.min && *value <= range.max) return value;
  complain(key, fmt::format("{} is {}", key, *value),
           fmt::format("write a number from {} to {}", range.min, range.max));
  return std::nullopt;
}

bool TomlTable::boolean(std::string_view key, Need need, bool otherwise) {
  const toml::node* node = find(key, need, "true or false");
  if (!node) return otherwise;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong_type(key, *node, "true or false", "true or false");
  return otherwise;
}

std::optional<int64_t> TomlTable::day(std::string_view key, Need need) {
  const toml::node* node = find(key, need, "2026-09-07");
  if (!node) return std::nullopt;
  const auto* date = node->as_date();
  if (!date) {
    wrong_type(key, *node, "a date without quotes", "2026-09-07");
    return std::nullopt;
  }
  const toml::date& value = date->get();
  const auto day = day_number(value.year, value.month, value.day);
  if (!day) {
    complain(key, fmt::format("{} is in the year {}", key, value.year),
             fmt::format("write a date from {} to {}", year_min, year_max));
  }
  return day;
}

std::optional<int32_t> TomlTable::minute_of_day(std::string_view key) {
  const std::string* value = string_at(key, Need::required, "\"09:30\"");
  if (!value) return std::nullopt;
  const bool shaped = value->size() == 5 && (*value)[2] == ':' && all_digits(value->substr(0, 2)) &&
                      all_digits(value->substr(3));
  const int hour = shaped ? two_digits(value->substr(0, 2)) : 24;
  const int minute = shaped ? two_digits(value->substr(3)) : 60;
  if (hour < 24 && minute < 60) return hour * 60 + minute;
  complain(key, fmt::format("{} \"{}\" is not a time of day", key, printable(*value)),
           "write hours and minutes with two digits each, \"00:00\" to \"23:59\"");
  return std::nullopt;
}

std::string TomlTable::as_of(std::string_view key) {
  constexpr std::string_view remedy = "write as_of = 2021-10-01, or \"2021-10\", or \"2021\"";
  const toml::node* node = find(key, Need::required, "\"2021\"");
  if (!node) return {};
  if (const auto* date = node->as_date()) {
    if (!day(key, Need::required)) return {};
    const toml::date& value = date->get();
    return fmt::format("{:04}-{:02}-{:02}", int{value.year}, int{value.month}, int{value.day});
  }
  const auto* text = node->as_string();
  if (text && is_year_or_month(text->get())) return text->get();
  complain(key,
           text ? fmt::format("{} \"{}\" is not a year or a month", key, printable(text->get()))
                : fmt::format("{} is {}, not a date", key, type_name(*node)),
           remedy);
  return {};
}

std::vector<ListedName> TomlTable::names(std::string_view key, Need need) {
  const toml::node* node = find(key, need, "[\"…\"]");
  if (!node) return {};
  const toml::array* list = node->as_array();
  if (!list) {
    wrong_type(key, *node, "a list", "[\"…\"]");
    return {};
  }
  if (list->empty()) {
    complain(key, fmt::format("{} is an empty list", key),
             need == Need::required ? "write at least one" : "fill it, or remove the line");
  }
  std::vector<ListedName> out;
  std::set<std::string> known;
  for (const toml::node& item : *list) {
    const uint32_t line = item.source().begin.line;
    const auto* string = item.as_string();
    if (!string) {
      complain(line, fmt::format("{} holds {}", key, type_name(item)), "write names in quotes");
      continue;
    }
    if (known.insert(string->get()).second) {
      out.push_back({string->get(), line});
    } else {
      complain(line, fmt::format("{} names \"{}\" twice", key, printable(string->get())),
               "remove one of the two");
    }
  }
  return out;
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key, size_t max) {
  const toml::node* node = table_.get(key);
  if (!node) return {};
  const toml::array* list = node->as_array();
  if (!list) {
    complain(key, fmt::format("{} is {}, not a list of tables", key, type_name(*node)),
             fmt::format("write [[{}]] above the keys of each", key));
    return {};
  }
  if (list->size() > max) {
    complain(key, fmt::format("{} [[{}]] are more than fit", list->size(), key),
             fmt::format("write at most {}", max));
    return {};
  }
  std::vector<const toml::table*> out;
  for (const toml::node& item : *list) {
    if (const toml::table* table = item.as_table()) {
      out.push_back(table);
    } else {
      complain(item.source().begin.line, fmt::format("{} holds {}", key, type_name(item)),
               fmt::format("write [[{}]] above the keys of each", key));
    }
  }
  return out;
}

const toml::table* TomlTable::table(std::string_view key, Need need) {
  const toml::node* node = table_.get(key);
  if (!node) {
    if (need == Need::required) {
      complain(line_of_table(), fmt::format("{} lacks [{}]", what_, key),
               fmt::format("add the line [{}] and its keys", key));
    }
    return nullptr;
  }
  if (const toml::table* table = node->as_table()) return table;
  complain(key, fmt::format("{} is {}, not a table", key, type_name(*node)),
           fmt::format("write the line [{}] and its keys below it", key));
  return nullptr;
}

}  // namespace otmetka::programme
