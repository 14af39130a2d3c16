#include <fmt/format.h>

#include <algorithm>

#include "shared/model/ids.h"
#include "sync/programme/package_parts.h"

namespace otmetka::programme {
namespace {

constexpr std::string_view path = "programme.toml";
const std::vector<std::string_view> kinds = {"exchange", "school", "training", "competition"};
const std::vector<std::string_view> language_codes = {"ru", "tt", "ky", "en"};
const std::vector<std::string_view> body_parts = {"organiser", "issuer", "host", "funder"};

/// The cohort gets this name, and with it the log.
std::string read_name(TomlTable& top) {
  const std::string name = top.line("name", Need::required);
  if (name.empty()) return name;
  const bool letters = name.find('_') == name.npos && name.size() <= name_characters_max;
  if (letters && is_cohort_name(name)) return name;
  const bool reserved = name == device_scope || name == office_scope;
  top.complain(
      "name",
      fmt::format("name \"{}\" {}", name, reserved ? "is a reserved word" : "is not a good name"),
      fmt::format("use a-z, 0-9, \".\" and \"-\", a letter or digit first, at most {} "
                  "characters, not \"device\" or \"office\"",
                  name_characters_max));
  return {};
}

void read_languages(TomlTable& top, Package& package) {
  for (const ListedName& language : top.names("languages", Need::required)) {
    package.languages.push_back(language.name);
    if (std::find(language_codes.begin(), language_codes.end(), language.name) !=
        language_codes.end()) {
      continue;
    }
    top.complain(language.line, fmt::format("languages has \"{}\"", language.name),
                 fmt::format("write {}", any_of(language_codes)));
  }
}

void read_bodies(TomlTable& top, Reading& reading) {
  for (const std::string_view part : body_parts) {
    const Need need = part == "organiser" ? Need::required : Need::optional;
    const toml::table* table = top.table(part, need);
    if (!table) continue;
    TomlTable body(*table, std::string(path), fmt::format("[{}]", part), reading.mistakes,
                   {"title", "url"});
    Package::Body read{body.text("title", Need::required),
                       body.line("url", Need::optional, url_rule)};
    if (!read.url.empty() && !read.url.starts_with("https://") &&
        !read.url.starts_with("http://")) {
      body.complain("url", fmt::format("url \"{}\" is not a web address", read.url),
                    "begin it with https://");
    }
    reading.package.bodies[std::string(part)] = std::move(read);
  }
}

}  // namespace

void read_programme(Reading& reading) {
  const auto table = reading.table_of(std::string(path));
  if (!table) return;
  TomlTable top(*table, std::string(path), "the programme", reading.mistakes,
                {"name", "kind", "title", "zone", "start", "languages", "organiser", "issuer",
                 "host", "funder", "forget"});
  Package& package = reading.package;
  package.name = read_name(top);
  package.kind = top.one_of("kind", Need::required, kinds);
  package.title = top.text("title", Need::required);
  package.zone = top.zone("zone");
  const auto start = top.day("start", Need::required);
  package.start_day = start.value_or(0);
  reading.programme_read = start.has_value();
  read_languages(top, package);
  read_bodies(top, reading);
  if (const toml::table* forget = top.table("forget", Need::required)) {
    TomlTable rule(*forget, std::string(path), "[forget]", reading.mistakes, {"days_after_end"});
    const auto days = rule.integer("days_after_end", Need::required, 1, forget_days_max);
    package.forget_days_after_end = static_cast<uint32_t>(days.value_or(0));
  }
}

}  // namespace otmetka::programme
