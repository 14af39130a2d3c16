// tests/programme/tiny_package.h - a small good package in a folder of its own, to be broken at one
// place.
#pragma once
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "shared/base/bytes.h"
#include "sync/programme/package.h"

namespace otmetka::test {

/// A picture that is all header: nothing here decodes it.
inline std::string tiny_jpeg(uint16_t width, uint16_t height, uint8_t frame = 0xC0) {
  const auto two = [](uint16_t value) {
    return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
  };
  return "\xFF\xD8\xFF" + std::string{static_cast<char>(frame)} + two(11) + "\x08" + two(height) +
         two(width) + std::string("\x01\x01\x11\x00", 4) + "\xFF\xDA" + two(2) + "scan" +
         "\xFF\xD9";
}

inline std::string tiny_png(uint32_t width, uint32_t height) {
  const auto four = [](uint32_t value) {
    return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                       static_cast<char>(value >> 8), static_cast<char>(value)};
  };
  return "\x89PNG\r\n\x1A\n" + four(13) + "IHDR" + four(width) + four(height) +
         std::string("\x08\x02\x00\x00\x00", 5) + "crc." + four(0) + "IEND" + "crc.";
}

inline const std::string tiny_programme = R"(name = "tiny.2026"
kind = "exchange"
title = { ru = "Т", tt = "Т", ky = "Т", en = "T" }
zone = "Europe/Berlin"
start = 2026-09-07
languages = ["ru", "en"]
[organiser]
title = { ru = "О", tt = "О", ky = "О", en = "O" }
url = "https://tiny.example/"
[issuer]
title = { ru = "И", tt = "И", ky = "И", en = "I" }
[forget]
days_after_end = 30
)";

inline const std::string tiny_sessions = R"([[session]]
name = "visit"
venue = "hub"
day = 1
start = "09:30"
end = "11:00"
type = "visit"
title = { ru = "В", tt = "В", ky = "В", en = "V" }
hall = "main"
next.ru = "Д"
next.tt = "Д"
next.ky = "Д"
next.en = "N"

[[session]]
name = "talk"
venue = "far"
day = 2
start = "10:00"
end = "11:00"
type = "lecture"
title = { ru = "Л", tt = "Л", ky = "Л", en = "L" }
delegations = ["north"]

[[session]]
name = "home"
venue = "hub"
day = 30
start = "10:00"
end = "12:00"
type = "presentation"
title = { ru = "Р", tt = "Р", ky = "Р", en = "R" }
delegations = ["south"]
counts = false
)";

inline const std::string tiny_people = R"([[delegation]]
name = "north"
title = { ru = "С", tt = "С", ky = "С", en = "N" }
organisation = { ru = "С", tt = "С", ky = "С", en = "N" }
zone = "Europe/Berlin"
[[delegation]]
name = "south"
title = { ru = "Ю", tt = "Ю", ky = "Ю", en = "S" }
organisation = { ru = "Ю", tt = "Ю", ky = "Ю", en = "S" }
zone = "Asia/Yekaterinburg"
[[person]]
family = "Асанова"
given = "Айгүл"
patronymic = "Бакытовна"
latin = "Asanova Aigul"
delegation = "north"
language = "ky"
role = "participant"
post = { ru = "П", tt = "П", ky = "П", en = "P" }
service_since = 2024-02-01
[[person]]
family = "Миллер"
given = "Роберт"
delegation = "south"
language = "en"
role = "participant"
[[person]]
family = "Орлов"
given = "Матвей"
language = "ru"
role = "moderator"
organisation = { ru = "Д", tt = "Д", ky = "Д", en = "D" }
)";

inline const std::string tiny_hub = R"(title = { ru = "Х", tt = "Х", ky = "Х", en = "H" }
about = { ru = "Х", tt = "Х", ky = "Х", en = "H" }
address = { ru = "Х", tt = "Х", ky = "Х", en = "H" }
zone = "Europe/Berlin"
latitude = 55.7
longitude = 37.6
picture = "hub.jpg"
plan = "hub-plan.png"
public_name = true
[[hall]]
name = "main"
title = { ru = "З", tt = "З", ky = "З", en = "M" }
floor = 1
x = 0.5
y = 0.25
[[exhibit]]
name = "stand"
hall = "main"
title = { ru = "С", tt = "С", ky = "С", en = "S" }
about = { ru = "С", tt = "С", ky = "С", en = "S" }
picture = "stand.jpg"
[[exhibit.figure]]
value = 1_276_000
unit = { ru = "ш", tt = "ш", ky = "ш", en = "u" }
label = { ru = "Л", tt = "Л", ky = "Л", en = "L" }
source = { ru = "И", tt = "И", ky = "И", en = "S" }
as_of = 2021-10-01
)";

inline const std::string tiny_far = R"(title = { ru = "Д", tt = "Д", ky = "Д", en = "F" }
about = { ru = "Д", tt = "Д", ky = "Д", en = "F" }
address = { ru = "Д", tt = "Д", ky = "Д", en = "F" }
zone = "Asia/Yekaterinburg"
public_name = false
)";

class TinyPackage {
 public:
  TinyPackage() {
    char folder[] = "/tmp/otmetka-package-XXXXXX";
    folder_ = ::mkdtemp(folder);
    put("programme.toml", tiny_programme);
    put("sessions.toml", tiny_sessions);
    put("people.toml", tiny_people);
    put("venues/hub.toml", tiny_hub);
    put("venues/far.toml", tiny_far);
    put("pictures/hub.jpg", tiny_jpeg(30, 20));
    put("pictures/hub-plan.png", tiny_png(300, 200));
    put("pictures/stand.jpg", tiny_jpeg(40, 40, 0xC2));
  }
  TinyPackage(const TinyPackage&) = delete;
  TinyPackage& operator=(const TinyPackage&) = delete;
  ~TinyPackage() { std::filesystem::remove_all(folder_); }

  std::filesystem::path at(const std::string& path) const { return folder_ / path; }

  void put(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(at(path).parent_path());
    std::ofstream(at(path), std::ios::binary) << bytes;
    files_[path] = bytes;
  }
  void drop(const std::string& path) { std::filesystem::remove_all(at(path)); }

  /// False when `from` is not in the file: then the test itself is wrong.
  bool replace(const std::string& path, const std::string& from, const std::string& to) {
    std::string text = files_[path];
    const size_t found = text.find(from);
    if (found == text.npos) return false;
    put(path, text.replace(found, from.size(), to));
    return true;
  }
  void append(const std::string& path, const std::string& text) { put(path, files_[path] + text); }

  PackageCheck read() const { return read_package(folder_.string()); }

  /// All mistakes, a line each.
  std::string mistakes() const {
    std::string told;
    for (const Mistake& mistake : read().mistakes) told += to_text(mistake) + "\n";
    return told;
  }

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> files_;
};

/// TOML's quotes are written ' in tests, to keep them readable.
inline std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline std::string longer(const std::string& part, size_t times) {
  std::string text;
  while (times-- > 0) text += part;
  return text;
}

inline const std::string programme_toml = "programme.toml", sessions_toml = "sessions.toml",
                         people_toml = "people.toml", hub_toml = "venues/hub.toml",
                         far_toml = "venues/far.toml";

/// `from` of the file becomes `to`, `'` meaning `"`; an empty `from` appends. `told`: what the
/// check then says.
struct Broken {
  std::string why, file, from, to, told;
};

inline std::string mistakes_of(const Broken& row) {
  TinyPackage package;
  if (row.from.empty()) {
    package.append(row.file, quoted(row.to));
  } else if (!package.replace(row.file, quoted(row.from), quoted(row.to))) {
    return row.from + " is not in " + row.file;
  }
  return package.mistakes();
}

}  // namespace otmetka::test
