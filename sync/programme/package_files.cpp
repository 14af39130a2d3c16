#include "sync/programme/package_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "sync/programme/limits.h"
#include "sync/programme/plain_text.h"

namespace otmetka::programme {
namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string path;  // in the package
  std::string name;
  fs::file_type type;
};

std::string size_words(size_t bytes) {
  return bytes < 1u << 20 ? fmt::format("{} KiB", bytes >> 10) : fmt::format("{} MiB", bytes >> 20);
}

class FileWalk {
 public:
  FileWalk(std::string directory, Mistakes& mistakes)
      : directory_(std::move(directory)), mistakes_(mistakes) {}

  PackageFiles walk() {
    const fs::path root = directory_;
    std::error_code failed;
    if (!fs::is_directory(root, failed)) {
      mistakes_.add(directory_, 0, "is not a folder", "give the folder that holds programme.toml");
      return {};
    }
    for (const Entry& entry : entries("")) take_root(entry);
    for (const char* needed : {"programme.toml", "sessions.toml", "people.toml"}) {
      if (!files_.texts.contains(needed) && !seen_.contains(needed)) {
        mistakes_.add(needed, 0, "is missing", "add the file; FORMAT.md shows what goes into it");
      }
    }
    return std::move(files_);
  }

 private:
  /// Sorted, so that the same package is told the same way everywhere.
  std::vector<Entry> entries(const std::string& folder) {
    std::vector<Entry> found;
    std::error_code failed;
    fs::directory_iterator at(fs::path(directory_) / folder, failed);
    for (; !failed && at != fs::directory_iterator(); at.increment(failed)) {
      const bool photos = folder == "photos";
      size_t& count = photos ? photos_ : entries_;
      const size_t most = photos ? photos_max : files_max;
      if (++count > most) {
        if (count == most + 1) {
          mistakes_.add(folder.empty() ? "package" : folder, 0,
                        fmt::format("has more than {} files", most),
                        "split the programme into several packages");
        }
        break;
      }
      std::error_code unknown;
      const std::string name = at->path().filename().string();
      found.push_back(
          {folder.empty() ? name : folder + "/" + name, name, at->symlink_status(unknown).type()});
    }
    if (failed) {
      mistakes_.add(folder.empty() ? "package" : folder, 0,
                    fmt::format("cannot be listed: {}", failed.message()),
                    "check the rights of the folder");
    }
    std::sort(found.begin(), found.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return found;
  }

  void take_root(const Entry& entry) {
    seen_.insert(entry.name);
    const bool folder =
        entry.name == "venues" || entry.name == "pictures" || entry.name == "photos";
    const bool toml = entry.name == "programme.toml" || entry.name == "sessions.toml" ||
                      entry.name == "people.toml";
    if (!folder && !toml && entry.name != "README.md") return stranger(entry);
    if (!is(folder ? fs::file_type::directory : fs::file_type::regular, entry)) return;
    if (folder) {
      for (const Entry& inside : entries(entry.name)) take_inside(entry.name, inside);
    } else if (toml) {
      take_text(entry, entry.name == "people.toml" ? people_bytes_max : toml_bytes_max);
    }
  }

  void take_inside(const std::string& folder, const Entry& entry) {
    if (folder == "venues") return take_venue(entry);
    if (folder == "pictures")
      return take_picture(entry, picture_bytes_max, files_.pictures, files_.unread);
    take_picture(entry, photo_bytes_max, files_.photos, files_.unread_photos);
  }

  void take_venue(const Entry& entry) {
    if (!entry.name.ends_with(".toml")) return stranger(entry);
    const std::string name = entry.name.substr(0, entry.name.size() - 5);
    if (!is_plain_name(name)) {
      mistakes_.add(entry.path, 0, "is not a good name for a venue's file",
                    fmt::format("use a-z, 0-9 and \"-\", at most {} characters, then .toml",
                                name_characters_max));
      return;
    }
    files_.venues.insert(name);
    if (is(fs::file_type::regular, entry)) take_text(entry, toml_bytes_max);
  }

  void take_picture(const Entry& entry, size_t bytes_max, std::map<std::string, Bytes>& good,
                    std::set<std::string>& bad) {
    // How the pictures were made may travel with them; it is nobody's input.
    if (entry.name == "source" && entry.type == fs::file_type::directory) return;
    bad.insert(entry.name);
    if (!is(fs::file_type::regular, entry)) return;
    if (!entry.name.ends_with(".jpg") && !entry.name.ends_with(".png")) {
      mistakes_.add(entry.path, 0, "is neither a .jpg nor a .png",
                    "save it as one of them, with a small-letter ending, or delete it");
      return;
    }
    std::optional<std::string> bytes = read(entry, bytes_max);
    if (!bytes) return;
    bad.erase(entry.name);
    good[entry.name] = Bytes(bytes->begin(), bytes->end());
  }

  void take_text(const Entry& entry, size_t bytes_max) {
    std::optional<std::string> text = read(entry, bytes_max);
    if (text) files_.texts[entry.path] = std::move(*text);
  }

  void stranger(const Entry& entry) {
    mistakes_.add(entry.path, 0, "does not belong into a package",
                  "move it elsewhere, or correct its name as FORMAT.md lists them");
  }

  bool is(fs::file_type wanted, const Entry& entry) {
    if (entry.type == wanted) return true;
    if (entry.type == fs::file_type::symlink) {
      mistakes_.add(entry.path, 0, "is a symbolic link",
                    "put the file itself here: a package holds all that it needs");
    } else {
      const bool folder = wanted == fs::file_type::directory;
      mistakes_.add(entry.path, 0, folder ? "is not a folder" : "is not an ordinary file",
                    "replace it as FORMAT.md lists the files");
    }
    return false;
  }

  std::optional<std::string> read(const Entry& entry, size_t bytes_max) {
    std::ifstream file(fs::path(directory_) / entry.path, std::ios::binary);
    std::string bytes;
    char part[1 << 16];
    while (file && bytes.size() <= bytes_max) {
      file.read(part, sizeof part);
      bytes.append(part, static_cast<size_t>(file.gcount()));
    }
    if (!file.eof() && bytes.size() <= bytes_max) {
      mistakes_.add(entry.path, 0, "cannot be read", "check its rights and the disk");
      return std::nullopt;
    }
    if (bytes.size() > bytes_max) {
      mistakes_.add(entry.path, 0, fmt::format("is larger than {}", size_words(bytes_max)),
                    "make it smaller");
      return std::nullopt;
    }
    bytes_ += bytes.size();
    if (bytes_ > package_bytes_max) {
      mistakes_.add(entry.path, 0,
                    fmt::format("is not read: the files before it have {} MiB together",
                                package_bytes_max >> 20),
                    "make the pictures smaller");
      return std::nullopt;
    }
    return bytes;
  }

  std::string directory_;
  Mistakes& mistakes_;
  PackageFiles files_;
  std::set<std::string> seen_;
  size_t entries_ = 0, photos_ = 0;
  size_t bytes_ = 0;
};

}  // namespace

PackageFiles read_files(const std::string& directory, Mistakes& mistakes) {
  return FileWalk(directory, mistakes).walk();
}

bool is_plain_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= name_characters_max && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || c == '-'; });
}

}  // namespace otmetka::programme
