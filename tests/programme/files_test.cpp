// What lies in a package's folder: files in their places, pictures that are pictures, and no way
// out of it.
#include <sys/stat.h>
#include <catch2/catch_test_macros.hpp>

#include "sync/programme/limits.h"
#include "tests/programme/tiny_package.h"

using namespace otmetka;
using namespace otmetka::test;

namespace fs = std::filesystem;

TEST_CASE("a folder that is no package is told", "[programme]") {
  const auto told = read_package("/nowhere/at/all").mistakes;
  REQUIRE(told.size() >= 1);
  CHECK(to_text(told.front()) ==
        "/nowhere/at/all: error: is not a folder; give the folder that holds programme.toml");

  TinyPackage package;
  for (const char* gone :
       {"programme.toml", "sessions.toml", "people.toml", "venues", "pictures"}) {
    package.drop(gone);
  }
  CHECK(package.mistakes() ==
        "people.toml: error: is missing; add the file; FORMAT.md shows what goes into it\n"
        "programme.toml: error: is missing; add the file; FORMAT.md shows what goes into it\n"
        "sessions.toml: error: is missing; add the file; FORMAT.md shows what goes into it\n"
        "venues: error: there is no venue; add venues/NAME.toml for each\n");
}

TEST_CASE("files that do not belong into a package are told, a README is welcome", "[programme]") {
  TinyPackage package;
  package.put("README.md", "Why this programme is as it is.");
  package.put("pictures/source/paint.py", "how the pictures were made");
  CHECK(package.mistakes() == "");

  package.put("pins.txt", "1234");
  package.put("venues/notes.txt", "x");
  package.put("venues/Main Hall.toml", tiny_far);
  package.put("venues/-.toml", tiny_far);
  package.put("pictures/logo.svg", "<svg/>");
  package.put("pictures/old/hub.jpg", tiny_jpeg(30, 20));
  const std::string stranger =
      "does not belong into a package; move it elsewhere, or correct its name as FORMAT.md lists "
      "them\n";
  const std::string name =
      "is not a good name for a venue's file; use a-z, 0-9 and \"-\", at most 40 characters, then "
      ".toml\n";
  CHECK(package.mistakes() ==
        "pictures/logo.svg: error: is neither a .jpg nor a .png; save it as one of them, with a "
        "small-letter ending, or delete it\n"
        "pictures/old: error: is not an ordinary file; replace it as FORMAT.md lists the files\n"
        "pins.txt: error: " +
            stranger + "venues/-.toml: error: " + name + "venues/Main Hall.toml: error: " + name +
            "venues/notes.txt: error: " + stranger);
}

TEST_CASE("nothing outside the package is read through a link", "[programme]") {
  TinyPackage package, other;
  const auto link = [&](const char* path) {
    package.drop(path);
    fs::create_symlink(other.at(path), package.at(path));
  };
  link("people.toml");
  link("venues/far.toml");
  link("pictures/stand.jpg");
  const std::string told =
      "error: is a symbolic link; put the file itself here: a package holds all that it needs\n";
  CHECK(package.mistakes() ==
        "people.toml: " + told + "pictures/stand.jpg: " + told + "venues/far.toml: " + told);
  CHECK(package.read().package.people.empty());
  link("venues");
  CHECK(package.mistakes().find("venues: " + told) != std::string::npos);
}

TEST_CASE("a pipe in the place of a file does not stop the check", "[programme]") {
  TinyPackage package;
  package.drop("people.toml");
  REQUIRE(::mkfifo(package.at("people.toml").c_str(), 0600) == 0);
  CHECK(package.mistakes() ==
        "people.toml: error: is not an ordinary file; replace it as FORMAT.md lists the files\n");
}

TEST_CASE("a picture that is none, is cut off or does not fit is told", "[programme]") {
  const struct {
    std::string why, bytes, told;
  } rows[] = {
      {"a page", "<!doctype html>",
       "is neither a JPEG nor a PNG, whatever its name says; save the picture again as one of "
       "them"},
      {"nothing", "",
       "is neither a JPEG nor a PNG, whatever its name says; save the picture again as one of "
       "them"},
      {"a PNG", tiny_png(30, 20), "is a PNG with the name of a JPEG; name it .png"},
      {"half a file", tiny_jpeg(30, 20).substr(0, 23),
       "is cut off or damaged; copy it again, or save it again"},
      {"a header only", tiny_jpeg(30, 20).substr(0, 12),
       "is cut off or damaged; copy it again, or save it again"},
      {"no height", tiny_jpeg(30, 0), "is cut off or damaged; copy it again, or save it again"},
      {"a lossless JPEG", tiny_jpeg(30, 20, 0xC3),
       "is a rare kind of JPEG that screens cannot show; save it again as a baseline or "
       "progressive JPEG"},
      {"too wide", tiny_jpeg(4097, 20), "has 4097 × 20 pixels; make it at most 4096 pixels a side"},
      {"too much", tiny_jpeg(30, 20) + std::string(4u << 20, ' '),
       "is larger than 4 MiB; make it smaller"},
  };
  for (const auto& row : rows) {
    INFO(row.why);
    TinyPackage package;
    package.put("pictures/stand.jpg", row.bytes);
    CHECK(package.mistakes() == "pictures/stand.jpg: error: " + row.told + "\n");
  }
  TinyPackage package;
  package.put("pictures/hub-plan.png", tiny_png(300, 200).substr(0, 40));
  CHECK(package.mistakes() ==
        "pictures/hub-plan.png: error: is cut off or damaged; copy it again, or save it again\n");
}

TEST_CASE("a picture that no venue uses is told", "[programme]") {
  TinyPackage package;
  package.put("pictures/spare.jpg", tiny_jpeg(30, 20));
  CHECK(package.mistakes() ==
        "pictures/spare.jpg: error: is used by no venue; name it as picture or plan in venues/, or "
        "delete it\n");
}

TEST_CASE("every cut of a picture's bytes is judged without harm", "[programme]") {
  for (const std::string& whole : {tiny_jpeg(30, 20), tiny_png(30, 20)}) {
    for (size_t size = 0; size < whole.size(); ++size) {
      TinyPackage package;
      package.put(whole[1] == 'P' ? "pictures/hub-plan.png" : "pictures/hub.jpg",
                  whole.substr(0, size));
      CHECK(package.read().mistakes.size() == 1);
    }
  }
}

TEST_CASE("a hostile package is refused soon and within bounds", "[programme]") {
  TinyPackage package;
  SECTION("more people than fit") {
    std::string crowd = "person = [";
    for (size_t i = 0; i <= programme::people_max; ++i) crowd += "{},";
    package.put("people.toml", crowd + "]");
    REQUIRE(package.mistakes().starts_with(
        "people.toml:1: error: 100001 [[person]] are more than fit; write at most 100000\n"));
  }
  SECTION("a hundred thousand mistakes") {
    std::string crowd = "person = [";
    for (size_t i = 0; i < programme::people_max; ++i) crowd += "{},";
    package.put("people.toml", crowd + "]");
    const auto told = package.read().mistakes;
    REQUIRE(told.size() == programme::mistakes_max + 1);
    REQUIRE(told.back().what == "more than 1000 mistakes");
  }
  SECTION("tables in tables, by brackets") {
    package.put("programme.toml", "a = " + std::string(100'000, '['));
    REQUIRE(package.mistakes().starts_with("programme.toml:1: error: not TOML"));
  }
  SECTION("tables in tables, by dots and brackets") {
    std::string deep;
    for (int i = 0; i < 250; ++i) deep += longer("a.", 30) + "a={";
    package.put("programme.toml", deep + std::string(250, '}'));
    REQUIRE(package.mistakes().find("the programme has no key \"a\"") != std::string::npos);
  }
  SECTION("a text without an end") {
    package.put("sessions.toml", std::string((4u << 20) + 1, 'a'));
    REQUIRE(package.mistakes().starts_with("sessions.toml: error: is larger than 4 MiB"));
  }
  SECTION("more files than a programme has") {
    for (size_t i = 0; i <= programme::files_max; ++i) {
      package.put("venues/v" + std::to_string(i) + ".toml", "");
    }
    REQUIRE(package.mistakes().find("venues: error: has more than 2000 files") !=
            std::string::npos);
  }
  SECTION("more text than one fact carries") {
    std::string exhibit =
        "[[exhibit]]\nname = 'long'\ntitle = { ru = 'З', tt = 'З', ky = 'З', en = "
        "'M' }\nabout = { ru = '" +
        longer("🏛", 4000) + "', tt = '" + longer("🏛", 4000) + "', ky = '" +
        longer("🏛", 4000) + "', en = '" + longer("🏛", 4000) +
        "' }\n[[exhibit.figure]]\nvalue = 1\nas_of = '2021'\n";
    for (const char* key : {"unit", "label", "source"}) {
      exhibit += std::string(key) + " = { ru = '" + longer("🏛", 100) + "', tt = '" +
                 longer("🏛", 100) + "', ky = '" + longer("🏛", 100) + "', en = '" +
                 longer("🏛", 100) + "' }\n";
    }
    package.append("venues/far.toml", exhibit);
    REQUIRE(package.mistakes() ==
            "venues/far.toml:6: error: the exhibit's texts and figures have 68 kB together; "
            "shorten them to 65 kB: they travel as one fact\n");
  }
}
