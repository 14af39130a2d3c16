// The office's pages as they are inside the program.
#include <catch2/catch_all.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "shared/text/language.h"
#include "sync/central/web/web_files.h"

using namespace otmetka;

namespace {

std::string text_of(const std::string& path) {
  const WebFile* file = web_file(path);
  INFO(path);
  REQUIRE(file != nullptr);
  return std::string(as_text(file->bytes));
}

std::set<std::string> placeholders(const std::string& text) {
  static const std::regex pattern(R"(\{\w+\})");
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) out.insert(it->str());
  return out;
}

}  // namespace

TEST_CASE("the page and all that it names are in the program", "[web]") {
  const std::string page = text_of("/");
  CHECK(page.starts_with("<!doctype html>"));
  CHECK(web_file("/")->content_type == "text/html; charset=utf-8");
  static const std::regex named(R"re((?:href|src)="(/[^"]+)")re");
  size_t count = 0;
  for (std::sregex_iterator it(page.begin(), page.end(), named), end; it != end; ++it, ++count) {
    INFO(it->str(1));
    CHECK(web_file(it->str(1)) != nullptr);
  }
  CHECK(count >= 3);
  CHECK(web_file("/app.js")->content_type == "text/javascript; charset=utf-8");
  CHECK(web_file("/style.css")->content_type == "text/css; charset=utf-8");
  CHECK(web_file("/embed.cmake") == nullptr);
  CHECK(web_file("/web_files.h") == nullptr);
  CHECK(web_file("") == nullptr);
}

TEST_CASE("each file has a tag of its own", "[web]") {
  std::set<std::string_view> tags;
  for (const WebFile& file : web_files()) {
    CHECK(file.etag.starts_with('"'));
    CHECK(file.etag.ends_with('"'));
    CHECK(file.etag.size() == 18);
    tags.insert(file.etag);
  }
  CHECK(tags.size() == web_files().size());
}

TEST_CASE("the four languages have the same texts, and the page uses each of them", "[web]") {
  const std::string script = text_of("/app.js");
  const auto english = nlohmann::json::parse(text_of("/texts.en.json"));
  for (const char* code : {"ru", "tt", "ky"}) {
    const auto texts = nlohmann::json::parse(text_of("/texts." + std::string(code) + ".json"));
    CHECK(texts.size() == english.size());
    for (const auto& [key, value] : english.items()) {
      INFO(code << " " << key);
      REQUIRE(texts.contains(key));
      CHECK(texts[key].type() == value.type());
      if (value.is_array()) {
        CHECK(texts[key].size() == value.size());
      } else {
        CHECK_FALSE(texts[key].get<std::string>().empty());
        CHECK(placeholders(texts[key]) == placeholders(value));
      }
    }
  }
  for (const auto& [key, value] : english.items()) {
    INFO(key);
    CHECK(script.find('"' + key + '"') != std::string::npos);
  }
  static const std::regex used(R"re(text\("([a-z.]+)")re");
  for (std::sregex_iterator it(script.begin(), script.end(), used), end; it != end; ++it) {
    INFO(it->str(1));
    CHECK(english.contains(it->str(1)));
  }
}
