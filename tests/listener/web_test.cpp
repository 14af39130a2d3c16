// The office's pages as they are inside the program.
#include <catch2/catch_all.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "sync/central/pages.h"
#include "sync/central/web/web_files.h"

using namespace otmetka;
using namespace std::string_literals;

namespace {

std::string text_of(const std::string& path) {
  const WebFile* file = web_file(path);
  INFO(path);
  REQUIRE(file != nullptr);
  return std::string(as_text(file->bytes));
}

/// Every text between `open` and the `close` that follows it.
std::vector<std::string> all_between(const std::string& text, const std::string& open, char close) {
  std::vector<std::string> out;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const size_t from = at + open.size();
    out.push_back(text.substr(from, text.find(close, from) - from));
  }
  return out;
}

/// Content types of the files of a kind below a folder.
std::set<std::string> types_of(const std::string& folder, const std::string& ending) {
  std::set<std::string> out;
  for (const WebFile& file : web_files()) {
    if (file.path.starts_with(folder) && file.path.ends_with(ending))
      out.emplace(file.content_type);
  }
  return out;
}

std::set<std::string> placeholders(const std::string& text) {
  const auto found = all_between(text, "{", '}');
  return {found.begin(), found.end()};
}

}  // namespace

TEST_CASE("the page and all that it names are in the program", "[web]") {
  const std::string page = text_of("/");
  CHECK(page.starts_with("<!doctype html>"));
  CHECK(web_file("/")->content_type == "text/html; charset=utf-8");
  std::vector<std::string> named = all_between(page, "href=\"/", '"');
  for (const std::string& source : all_between(page, "src=\"/", '"')) named.push_back(source);
  CHECK(named.size() == 4);
  for (const std::string& path : named) {
    INFO(path);
    CHECK(web_file("/" + path) != nullptr);
  }
  CHECK(types_of("/assets/", ".js") == std::set{"text/javascript; charset=utf-8"s});
  CHECK(types_of("/assets/", ".css") == std::set{"text/css; charset=utf-8"s});
  CHECK(types_of("/", ".svg") == std::set{"image/svg+xml"s});
  CHECK(web_file("/texts.en.json")->content_type == "application/json");
  CHECK(web_file("/embed.cmake") == nullptr);
  CHECK(web_file("/web_files.h") == nullptr);
  CHECK(web_file("/src/main.ts") == nullptr);
  CHECK(web_file("/package.json") == nullptr);
  CHECK(web_file("") == nullptr);
}

TEST_CASE("the page holds nothing that its own policy forbids", "[web]") {
  HttpRequest request;
  request.method = "GET";
  request.path = "/";
  const std::string policy = page_response(request)->headers.at("Content-Security-Policy");
  CHECK(policy == "default-src 'self'; frame-ancestors 'none'");
  const std::string page = text_of("/");
  CHECK(page.find(" style=") == std::string::npos);
  CHECK(page.find("<style") == std::string::npos);
  CHECK(page.find(" on") == std::string::npos);
  for (const std::string& script : all_between(page, "<script", '<')) {
    INFO(script);
    CHECK(script.ends_with('>'));  // nothing between its tags
    CHECK(script.find(" src=\"/assets/") != std::string::npos);
  }
  for (const WebFile& file : web_files()) {
    INFO(file.path);
    CHECK(as_text(file.bytes).find("url(data:") == std::string_view::npos);
    CHECK(as_text(file.bytes).find("eval(") == std::string_view::npos);
  }
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

TEST_CASE("a page is sent once, and told to be the same after that", "[web]") {
  HttpRequest request;
  request.method = "GET";
  request.path = "/";
  const auto first = page_response(request);
  REQUIRE(first.has_value());
  CHECK(first->status == 200);
  CHECK(as_text(first->body) == text_of("/"));
  request.headers["if-none-match"] = first->headers.at("ETag");
  CHECK(page_response(request)->status == 304);
  CHECK(page_response(request)->body.empty());
  request.headers["if-none-match"] = "\"of an older central\"";
  CHECK(page_response(request)->status == 200);
  request.path = "/api/v1/attendance";
  CHECK_FALSE(page_response(request).has_value());
  request.path = "/";
  request.method = "POST";
  CHECK_FALSE(page_response(request).has_value());
}

TEST_CASE("a file named by its bytes is asked for once, all others are asked for again", "[web]") {
  size_t named = 0;
  for (const WebFile& file : web_files()) {
    INFO(file.path);
    HttpRequest request;
    request.method = "GET";
    request.path = file.path;
    const std::string caching = page_response(request)->headers.at("Cache-Control");
    const bool by_bytes = file.path.starts_with("/assets/");
    CHECK(caching == (by_bytes ? "private, max-age=31536000, immutable" : "no-cache"));
    named += by_bytes;
  }
  CHECK(named >= 2);
  CHECK(named < web_files().size());
}

TEST_CASE("the four languages have the same texts", "[web]") {
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
}
