#include "sync/programme/package.h"

#include <fmt/format.h>

#include "shared/log/row.h"
#include "sync/programme/package_parts.h"
#include "sync/programme/publish.h"
#include "tests/fuzz/targets.h"
#include "tests/programme/tiny_package.h"

namespace otmetka::fuzz {
namespace {

/// `==> PATH` on a line of its own begins a file. What does not follow one is programme.toml.
programme::PackageFiles files_of(std::string_view text) {
  constexpr std::string_view mark = "==> ";
  programme::PackageFiles files;
  std::string path = "programme.toml";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (!line.starts_with(mark)) {
      files.texts[path] += line;
      continue;
    }
    path = line.substr(mark.size(), line.find_last_not_of('\n') + 1 - mark.size());
    const bool venue = path.starts_with("venues/") && path.ends_with(".toml");
    // What package_files.cpp lets in; names of venues are checked there.
    const std::string name = venue ? path.substr(7, path.size() - 12) : "";
    if (venue && programme::is_plain_name(name)) {
      files.venues.insert(name);
    } else if (path != "sessions.toml" && path != "people.toml") {
      path = "programme.toml";
    }
  }
  const auto picture = [](const std::string& bytes) { return to_bytes(as_bytes(bytes)); };
  files.pictures = {{"hub.jpg", picture(test::tiny_jpeg(30, 20))},
                    {"hub-plan.png", picture(test::tiny_png(300, 200))},
                    {"stand.jpg", picture(test::tiny_jpeg(40, 40, 0xC2))}};
  return files;
}

}  // namespace

void package(ByteView input) {
  programme::PackageFiles files = files_of(as_text(input));
  programme::Mistakes mistakes;
  for (const char* needed : {"programme.toml", "sessions.toml", "people.toml"})
    if (!files.texts.contains(needed)) mistakes.add(needed, 0, "is missing", "add the file");
  const PackageCheck check = programme::check_files(std::move(files), std::move(mistakes));
  for (const Mistake& mistake : check.mistakes) {
    const std::string line = to_text(mistake);
    for (const char c : line)
      promise(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "a mistake is one plain line");
  }
  if (!check.mistakes.empty()) return;
  uint32_t next = 1;
  const TakeNumbers take = [&](NumberKind, uint32_t count) -> Result<uint32_t> {
    const uint32_t first = next;
    next += count;
    return first;
  };
  const auto published = publish(check.package, std::nullopt, Directory(), take);
  promise(published.ok(), "a package without mistakes can be published");
  for (const ChannelDraft& draft : published.value().drafts) {
    promise(is_scope(draft.scope), "what is published has a channel");
    const auto row = decode_row(encode_row(draft.fact));
    promise(row.ok() && row.value() == draft.fact, "what is published is a row");
  }
}

}  // namespace otmetka::fuzz
