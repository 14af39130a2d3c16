// sync/central/web/web_files.h - the office's pages, inside the program: one file to install,
// nothing to lose or to forge. build.cmake makes them out of this folder and assets/web/.
#pragma once
#include <span>
#include <string_view>

#include "shared/base/bytes.h"

namespace otmetka {

struct WebFile {
  std::string_view path;  // "/texts.en.json"; the page itself is "/"
  std::string_view content_type;
  std::string_view etag;  // in quotes, as HTTP wants it; changes with the bytes
  ByteView bytes;
};

/// Null when there is none of this name.
const WebFile* web_file(std::string_view path);
std::span<const WebFile> web_files();

}  // namespace otmetka
