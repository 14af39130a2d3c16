#include "kiosk/startup.h"

#include <signal.h>
#include <unistd.h>

#include <climits>

namespace otmetka::kiosk {
namespace {

volatile sig_atomic_t told = 0;
void end_soon(int) { told = 1; }

std::string beside_program() {
  char path[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0) return "";
  const std::string own(path, static_cast<size_t>(size));
  return own.substr(0, own.rfind('/')) + "/../share";
}

}  // namespace

void watch_signals() {
  struct sigaction action {};
  action.sa_handler = end_soon;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  // A limit on file sizes is a full disk to us: the write must fail, not the program.
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &ignore, nullptr);
  sigaction(SIGPIPE, &ignore, nullptr);
}

bool told_to_end() { return told != 0; }

Result<Catalogue> load_catalogue(const std::string& assets) {
  if (!assets.empty()) return Catalogue::load(assets + "/locale");
  const std::string near = beside_program() + "/locale";
  if (access((near + "/ru.mo").c_str(), R_OK) == 0) return Catalogue::load(near);
  return Catalogue::load("/usr/share/otmetka/locale");
}

Result<Recorder> open_recorder(const std::string& data, const Clock& clock, Random& random) {
  // The keys' public halves are left in the journal, so it is opened once for them and then by the
  // recorder.
  Keys keys;
  {
    Journal journal = TRY(Journal::open(journal_path(data), {}, clock, random, "otmetka-kiosk"));
    keys = TRY(ensure_kiosk_keys(data, journal, random));
  }
  return Recorder::open({journal_path(data), mirror_path(data), {}}, std::move(keys), clock, random,
                        "otmetka-kiosk");
}

Result<Station> open_station(const WindowOptions& seen, const SoundOptions& heard) {
  auto window = TRY(Window::open(seen));
  SoundOut sound = TRY(SoundOut::open(heard));
  const Theme theme = TRY(Theme::make(window->width(), window->height(), window->pixels_per_mm()));
  return Station{std::move(window), std::move(sound), theme};
}

}  // namespace otmetka::kiosk
