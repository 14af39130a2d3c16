#include "tests/gallery/page.h"

#include <fmt/format.h>

namespace otmetka::gallery {
namespace {

constexpr const char* head = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Otmetka: every screen</title>
<style>
  body { margin: 0 auto; max-width: 110rem; padding: 0 1.5rem 4rem; background: #f3f5fa;
         color: #0f172a; font: 1rem/1.5 Inter, "Noto Sans", system-ui, sans-serif; }
  nav { position: sticky; top: 0; padding: .7rem 0; background: #f3f5fa; }
  nav a { margin-right: 1rem; }
  a { color: #0d766e; }
  h2, h3 { scroll-margin-top: 4rem; }
  h3 { margin: 1.5rem 0 .5rem; font-weight: 600; }
  h3 small { color: #55637a; font-weight: 400; }
  .row { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; }
  .row a { display: block; border-radius: .4rem; text-decoration: none; }
  .row a:focus-visible { outline: .25rem solid #0d766e; outline-offset: .15rem; }
  img { display: block; height: auto; border-radius: .4rem; background: #e2e8f0; }
  .wide img { width: 25rem; }
  .tall img { width: 14rem; }
</style>
<h1>Every screen</h1>
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string row(const Shot& shot, const Size& size) {
  std::string out = fmt::format("<div class=\"row {}\">\n", size.tall() ? "tall" : "wide");
  for (const Language language : languages) {
    const std::string path = escaped(picture_path(shot, language, size));
    out += fmt::format(
        "<a href=\"{0}\"><img loading=\"lazy\" src=\"{0}\" width=\"{1}\" height=\"{2}\" "
        "alt=\"{3}, {4}, {5}\"></a>\n",
        path, size.width, size.height, escaped(shot.name), language_code(language), size.name());
  }
  return out + "</div>\n";
}

}  // namespace

std::string picture_path(const Shot& shot, Language language, const Size& size) {
  return fmt::format("{}/{}-{}-{}.png", size.name(), shot.screen, shot.name,
                     language_code(language));
}

std::string page(const std::vector<Shot>& shots) {
  std::string links, body, screen;
  for (const Shot& shot : shots) {
    if (shot.screen != screen) {
      screen = shot.screen;
      links += fmt::format("<a href=\"#{0}\">{0}</a>\n", escaped(screen));
      body += fmt::format("<h2 id=\"{0}\">{0}</h2>\n", escaped(screen));
    }
    body += fmt::format("<h3 id=\"{0}-{1}\">{1} <small>{2}</small></h3>\n", escaped(screen),
                        escaped(shot.name), escaped(shot.what));
    for (const Size& size : sizes) {
      if (size.shows(shot)) body += row(shot, size);
    }
  }
  return head + ("<nav>\n" + links) + "</nav>\n" + body + "</html>\n";
}

}  // namespace otmetka::gallery
