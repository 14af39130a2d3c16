// The whole world as directories on a real disk, for a reader that shares no line with the product.
#include <stdlib.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/sim/world.h"

namespace otmetka::sim {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    char name[] = "/tmp/otmetka-sim-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Files under `root` of a simulated disk.
void write_disk(const CrashDisk& disk, const std::string& root, const fs::path& folder) {
  for (const auto& [path, bytes] : disk.files()) {
    if (path.starts_with(root)) write(folder / path.substr(root.size()), as_text(bytes));
  }
}

struct Said {
  int exit = -1;
  std::vector<std::string> lines;  // of both outputs
};

Said ask_checker(const std::string& arguments) {
  Said said;
  const std::string command = fmt::format("{} -B {}/checker/check.py {} 2>&1", OTMETKA_PYTHON,
                                          OTMETKA_TESTS_DIR, arguments);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return said;
  std::string text;
  char part[4096];
  for (size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, got);
  said.exit = WEXITSTATUS(::pclose(pipe));
  for (size_t at = 0, end = 0; (end = text.find('\n', at)) != text.npos; at = end + 1) {
    said.lines.push_back(text.substr(at, end - at));
  }
  return said;
}

std::string or_null(uint64_t number) { return number == 0 ? "null" : std::to_string(number); }

/// As the checker prints a fact.
std::string line_of(const Shown& shown, int64_t wall) {
  return fmt::format(
      R"({{"device":"{}","scope":"{}","epoch":"{}","seq":{},"kind":"{}","person":{},"session":{},)"
      R"("venue":{},"method":{},"wall":{}}})",
      shown.device, shown.scope, shown.epoch, shown.seq, shown.kind,
      shown.person == 0 ? "null" : fmt::format("\"{}\"", shown.person), or_null(shown.session),
      or_null(shown.venue), shown.method.empty() ? "null" : "\"" + shown.method + "\"", wall);
}

}  // namespace

void World::check_by_other_eyes() {
  const Folder folder;
  const std::string central = folder.path() / "central";
  write_disk(office_.disk(), "/office/", central);
  write(central + "/key", office_.key_file());
  std::set<std::string> devices;
  for (const Shown& shown : chronicle_.shown) devices.insert(shown.device);
  for (const std::string& device : devices) {
    const Said said = ask_checker(fmt::format("{} --facts --device {}", central, device));
    if (said.exit != 0) {
      chronicle_.wrong("the checker finds faults at central: {}", fmt::join(said.lines, "\n"));
    }
    for (const Shown& shown : chronicle_.shown) {
      if (shown.device != device || shown.disk_was_lost || !shown.wall_known) continue;
      int64_t found = 0;
      for (int64_t wall = shown.wall - 1; same_wall(wall, shown.wall); ++wall)
        found += std::count(said.lines.begin(), said.lines.end(), line_of(shown, wall));
      if (found == 1) continue;
      chronicle_.wrong("the checker finds this {} times: {}", found, line_of(shown, shown.wall));
    }
  }
  for (const auto& machine : machines_) {
    const std::string box = folder.path() / machine->name();
    write_disk(machine->disk(), "/data/", box);
    write(box + "/kiosk/key", machine->kiosk_key_file());
    write(box + "/sync/key", machine->daemon_key_file());
    const Said said = ask_checker(fmt::format("--compare {} {}", box, central));
    // What is damaged of a cohort that is over nobody gives a kiosk again.
    if (said.exit == 0 || (over_ && machine->was_damaged)) continue;
    chronicle_.wrong("the checker of {}: {}", machine->name(), fmt::join(said.lines, "\n"));
  }
}

}  // namespace otmetka::sim
