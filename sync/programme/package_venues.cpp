#include <fmt/format.h>

#include <cmath>

#include "sync/programme/messages.h"
#include "sync/programme/package_parts.h"
#include "sync/programme/picture.h"

namespace otmetka::programme {
namespace {

constexpr double figure_max = 1e15;  // doubles hold whole numbers exactly up to here

class VenueReader {
 public:
  VenueReader(Reading& reading, std::string path) : reading_(reading), path_(std::move(path)) {}

  Package::Venue read(const toml::table& table, const std::string& name) {
    TomlTable top(table, path_, "the venue", reading_.mistakes,
                  {"title", "about", "address", "zone", "latitude", "longitude", "picture", "plan",
                   "public_name", "hall", "exhibit"});
    venue_.name = name;
    venue_.title = top.text("title", Need::required);
    venue_.about = top.text("about", Need::required, about_rule);
    venue_.address = top.text("address", Need::required);
    venue_.zone = top.zone("zone");
    read_coordinates(top);
    venue_.picture = picture(top, "picture");
    venue_.plan = picture(top, "plan");
    for (const std::string& wide : {venue_.picture, venue_.plan}) {
      if (!wide.empty()) check_shape(top, wide == venue_.picture ? "picture" : "plan", wide);
    }
    venue_.public_name = top.boolean("public_name", Need::required, true);
    for (const toml::table* hall : top.tables("hall", venue_parts_max)) read_hall(*hall);
    for (const toml::table* exhibit : top.tables("exhibit", venue_parts_max))
      read_exhibit(*exhibit);
    check_size(venue_message(venue_, {}).ByteSizeLong(), top.line_of_table(), "the venue's texts");
    return std::move(venue_);
  }

 private:
  TomlTable table_of(const toml::table& table, std::string what,
                     const std::vector<std::string_view>& keys) {
    return TomlTable(table, path_, std::move(what), reading_.mistakes, keys);
  }

  /// Two keys that say something only together.
  bool both_or_none(TomlTable& table, std::string_view one, std::string_view other) {
    if (table.has(one) == table.has(other)) return true;
    const std::string_view there = table.has(one) ? one : other;
    const std::string_view lacking = table.has(one) ? other : one;
    table.complain(there, fmt::format("{} stands without {}", there, lacking),
                   fmt::format("add {}, or remove {}", lacking, there));
    return false;
  }

  void read_coordinates(TomlTable& top) {
    both_or_none(top, "latitude", "longitude");
    venue_.latitude = top.number("latitude", Need::optional, {-90, 90}).value_or(0);
    venue_.longitude = top.number("longitude", Need::optional, {-180, 180}).value_or(0);
  }

  std::string picture(TomlTable& table, std::string_view key) {
    const std::string name = table.picture(key);
    if (name.empty()) return name;
    reading_.pictures_used.insert(name);
    const PackageFiles& files = reading_.files;
    if (files.pictures.contains(name) || files.unread.contains(name)) return name;
    std::vector<std::string_view> there;
    for (const auto& [file, bytes] : files.pictures) there.push_back(file);
    table.complain(key, fmt::format("{} \"{}\" is not in pictures/", key, printable(name)),
                   did_you_mean(name, there, "add the file, or remove the line"));
    return name;
  }

  void check_shape(TomlTable& table, std::string_view key, const std::string& name) {
    const auto file = reading_.files.pictures.find(name);
    if (file == reading_.files.pictures.end()) return;
    const PictureFacts facts = facts_of_picture(file->second);
    if (facts.width_px == 0 || facts.height_px == 0) return;  // told with the picture
    const double ratio = static_cast<double>(facts.width_px) / facts.height_px;
    if (std::abs(ratio / picture_ratio - 1) <= picture_ratio_error_max) return;
    table.complain(
        key,
        fmt::format("{} \"{}\" has {} × {} pixels", key, name, facts.width_px, facts.height_px),
        "crop it to 3:2, for example 1500 × 1000");
  }

  void read_hall(const toml::table& table) {
    TomlTable keys = table_of(table, "[[hall]]", {"name", "title", "floor", "x", "y", "shown"});
    Package::Hall hall;
    hall.name = unique_name(keys, venue_.halls, "hall");
    hall.title = keys.text("title", Need::required);
    hall.floor = static_cast<int32_t>(keys.integer("floor", Need::required, -20, 200).value_or(0));
    const bool both = both_or_none(keys, "x", "y");
    const auto x = keys.number("x", Need::optional, {0, 1});
    const auto y = keys.number("y", Need::optional, {0, 1});
    if (both && x && y) hall.place = Package::Place{*x, *y};
    hall.shown = read_shown(keys, "[[hall.shown]]", fmt::format("hall \"{}\"", hall.name));
    venue_.halls.push_back(std::move(hall));
  }

  std::vector<Package::Shown> read_shown(TomlTable& keys, const char* what,
                                         const std::string& thing) {
    std::vector<Package::Shown> out;
    Reading::ShownAt times{path_, thing, keys.line_of_table(), 0, 0};
    for (const toml::table* table : keys.tables("shown", shown_max)) {
      out.push_back(read_times(table_of(*table, what, {"day", "start", "end"}), what));
      ++(out.back().day == 0 ? times.daily : times.dated);
    }
    if (!out.empty()) reading_.shown.push_back(std::move(times));
    return out;
  }

  Package::Shown read_times(TomlTable keys, const char* what) {
    Package::Shown shown;
    shown.day = static_cast<int32_t>(keys.integer("day", Need::optional, 1, day_max).value_or(0));
    if (!both_or_none(keys, "start", "end")) return shown;
    if (!keys.has("start")) {
      if (!keys.has("day"))
        keys.complain(keys.line_of_table(), fmt::format("{} says no time", what),
                      "add day, or start and end, or remove it");
      return shown;
    }
    const auto start = keys.minute_of_day("start");
    const auto end = keys.minute_of_day("end");
    if (!start || !end) return shown;
    if (*end <= *start) {
      keys.complain("end", fmt::format("{} ends before it starts", what),
                    "correct start or end; what is shown past midnight is written as two");
    }
    shown.start_minute = *start;
    shown.end_minute = *end;
    return shown;
  }

  template <typename Things>
  std::string unique_name(TomlTable& keys, const Things& before, std::string_view what) {
    const std::string name = keys.name("name", Need::required);
    if (!name.empty() && named(before, name)) {
      keys.complain("name", fmt::format("{} \"{}\" is there already", what, name),
                    "give it another name");
    }
    return name;
  }

  void read_exhibit(const toml::table& table) {
    TomlTable keys = table_of(table, "[[exhibit]]",
                              {"name", "hall", "title", "about", "picture", "figure", "shown"});
    Package::Exhibit exhibit;
    exhibit.name = unique_name(keys, venue_.exhibits, "exhibit");
    exhibit.hall = keys.name("hall", Need::optional);
    if (!exhibit.hall.empty() && !named(venue_.halls, exhibit.hall)) {
      keys.complain("hall", fmt::format("hall \"{}\" is not in this file", exhibit.hall),
                    did_you_mean(exhibit.hall, names_of(venue_.halls),
                                 "add a [[hall]] with this name, or remove the line"));
    }
    exhibit.title = keys.text("title", Need::required);
    exhibit.about = keys.text("about", Need::required, about_rule);
    exhibit.picture = picture(keys, "picture");
    for (const toml::table* figure : keys.tables("figure", venue_parts_max)) {
      exhibit.figures.push_back(read_figure(*figure));
    }
    exhibit.shown =
        read_shown(keys, "[[exhibit.shown]]", fmt::format("exhibit \"{}\"", exhibit.name));
    const size_t shown_bytes = exhibit.shown.empty() ? 0 : shown_spans_max * shown_span_bytes_max;
    check_size(exhibit_message(exhibit, {}).ByteSizeLong() + shown_bytes, keys.line_of_table(),
               "the exhibit's texts and figures");
    venue_.exhibits.push_back(std::move(exhibit));
  }

  Package::Figure read_figure(const toml::table& table) {
    TomlTable keys =
        table_of(table, "[[exhibit.figure]]",
                 {"value", "approximate", "at_least", "unit", "label", "source", "as_of"});
    Package::Figure figure;
    figure.value = keys.number("value", Need::required, {-figure_max, figure_max}).value_or(0);
    figure.approximate = keys.boolean("approximate", Need::optional, false);
    figure.at_least = keys.boolean("at_least", Need::optional, false);
    if (figure.approximate && figure.at_least) {
      keys.complain("at_least", "a figure is both approximate and at_least", "keep one of the two");
    }
    figure.unit = keys.text("unit", Need::required);
    figure.label = keys.text("label", Need::required);
    figure.source = keys.text("source", Need::required);
    figure.as_of = keys.as_of("as_of");
    return figure;
  }

  void check_size(size_t message_bytes, uint32_t line, std::string_view what) {
    constexpr size_t hashes_bytes = 80;  // of two pictures, with their tags
    if (message_bytes + hashes_bytes <= row_payload_bytes_max) return;
    reading_.mistakes.add(path_, line,
                          fmt::format("{} have {} kB together", what, message_bytes / 1000),
                          fmt::format("shorten them to {} kB: they travel as one fact",
                                      row_payload_bytes_max / 1000));
  }

  Reading& reading_;
  std::string path_;
  Package::Venue venue_;
};

}  // namespace

void read_venues(Reading& reading) {
  if (reading.files.venues.empty()) {
    reading.mistakes.add("venues", 0, "there is no venue", "add venues/NAME.toml for each");
  }
  for (const std::string& name : reading.files.venues) {
    const std::string path = fmt::format("venues/{}.toml", name);
    const auto table = reading.table_of(path);
    if (table) {
      reading.package.venues.push_back(VenueReader(reading, path).read(*table, name));
    } else {
      reading.venues_read = false;
    }
  }
}

}  // namespace otmetka::programme
