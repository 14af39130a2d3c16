// What leaves the kiosk for ears, without a device: into a file, or into players that are made to
// misbehave. The voice itself is espeak-ng's own.
#include "kiosk/device/speaker.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch_all.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace otmetka;
using namespace otmetka::kiosk;
namespace fs = std::filesystem;

namespace {

using Samples = std::vector<int16_t>;
constexpr auto patience = std::chrono::seconds(60);

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "otmetka-speaker-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const char* name) const { return (path_ / name).string(); }

  void program(const char* name, const std::string& script) const {
    const std::string path = *this / name;
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    chmod(path.c_str(), 0755);
  }

 private:
  fs::path path_;
};

/// While it lives, programs are looked for here first, or here only.
class Path {
 public:
  Path(const Folder& folder, bool only) : before_(getenv("PATH")) {
    const std::string first = folder / "";
    setenv("PATH", (only ? first : first + ":" + before_).c_str(), 1);
  }
  ~Path() { setenv("PATH", before_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::string before_;
};

struct Wave {
  std::string header;
  Samples samples;
};

Wave read_wave(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  Wave wave;
  if (bytes.size() < wave_header_bytes + 2) return {bytes, {}};
  wave.header = bytes.substr(0, wave_header_bytes);
  wave.samples.resize((bytes.size() - wave_header_bytes) / 2);
  std::memcpy(wave.samples.data(), bytes.data() + wave_header_bytes, wave.samples.size() * 2);
  return wave;
}

bool comes(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

Piece tone(Samples samples, bool interrupts = false) {
  Piece piece;
  piece.samples = std::move(samples);
  piece.interrupts = interrupts;
  return piece;
}

Piece words(const std::string& text, const std::string& voice, float gain = 1) {
  Piece piece;
  piece.words = text;
  piece.voice = voice;
  piece.gain = gain;
  return piece;
}

double power(const Samples& some) {
  double sum = 0;
  for (const int16_t each : some) sum += static_cast<double>(each) * each;
  return some.empty() ? 0 : std::sqrt(sum / static_cast<double>(some.size()));
}

Samples said(const Piece& piece) {
  const Folder folder;
  const std::string file = folder / "said.wav";
  const Samples end(100, 12345);
  auto speaker = MUST(Speaker::open({.file = file, .note = {}}));
  speaker->put(piece);
  speaker->put(tone(end));
  Wave wave;
  REQUIRE(comes([&] {
    wave = read_wave(file);
    return wave.samples.size() >= end.size() &&
           std::equal(end.begin(), end.end(), wave.samples.end() - 100);
  }));
  wave.samples.resize(wave.samples.size() - end.size());
  return wave.samples;
}

}  // namespace

TEST_CASE("what is played comes out one after the other, as a WAV file that is always whole") {
  const Folder folder;
  const std::string file = folder / "out.wav";
  {
    auto speaker = MUST(Speaker::open({.file = file, .note = {}}));
    CHECK(speaker->can_be_heard());
    CHECK(read_wave(file).header.substr(0, 4) == "RIFF");
    speaker->put(tone({1, 2, 3}));
    speaker->put(tone({-4, -5}));
    REQUIRE(comes([&] { return read_wave(file).samples.size() == 5; }));
  }
  const Wave wave = read_wave(file);
  CHECK(wave.samples == Samples{1, 2, 3, -4, -5});
  CHECK(wave.header.substr(8, 8) == "WAVEfmt ");
  CHECK(static_cast<uint8_t>(wave.header[40]) == 10);
  CHECK(static_cast<uint8_t>(wave.header[4]) == 36 + 10);
}

TEST_CASE("louder is louder, and what is too loud for the samples is cut and not turned round") {
  Piece loud = tone({100, 20000, -20000});
  loud.gain = 2;
  CHECK(said(loud) == Samples{200, 32767, -32768});
  Piece soft = tone({100, 20000, -20000});
  soft.gain = 0.5f;
  CHECK(said(soft) == Samples{50, 10000, -10000});
}

TEST_CASE("the voice says something of its own in each of the four languages") {
  const std::string text = "Гөлнара Ш., 09:30";
  std::vector<Samples> all;
  for (const char* voice : {"ru", "tt", "ky", "en"}) {
    INFO(voice);
    const Samples samples = said(words(text, voice));
    CHECK(samples.size() > wave_samples_per_s / 2);
    CHECK(power(samples) > 500);
    for (const Samples& other : all) CHECK(samples != other);
    all.push_back(samples);
  }
}

TEST_CASE("longer words take longer, and softer ones are softer") {
  const Samples one = said(words("Отметка сохранена", "ru")),
                two = said(words("Отметка сохранена. Вы отмечены как гость, проходите.", "ru")),
                soft = said(words("Отметка сохранена", "ru", 0.25f));
  CHECK(two.size() > one.size() + wave_samples_per_s / 2);
  CHECK(power(soft) < power(one) / 3);
}

TEST_CASE("what looks like an option or like markup is said and obeyed by nobody") {
  for (const char* text : {"--version", "-f /etc/hostname", "<speak/>", "\"; exit 1 #"}) {
    INFO(text);
    CHECK(power(said(words(text, "en"))) > 100);
  }
}

TEST_CASE("a player that takes nothing is left as soon as something else is to be heard") {
  const Folder folder;
  const std::string heard = folder / "heard";
  folder.program("aplay", "if [ ! -e '" + (folder / "first") + "' ]; then : >'" +
                              (folder / "first") + "'; exec sleep 1000; fi; exec cat >'" + heard +
                              "'");
  const Path path(folder, false);
  auto speaker = MUST(Speaker::open({.file = "", .always = true, .note = {}}));
  speaker->put(tone(Samples(400'000, 7)));
  REQUIRE(comes([&] { return fs::exists(folder / "first"); }));
  speaker->put(tone(Samples(1000, 8)));
  speaker->put(tone(Samples(2000, 9), true));
  REQUIRE(comes([&] { return fs::exists(heard) && fs::file_size(heard) == 4000; }));
}

TEST_CASE("a speaker ends at once though its player hangs") {
  const Folder folder;
  folder.program("aplay", ": >'" + (folder / "started") + "'; exec sleep 1000");
  const Path path(folder, false);
  const auto before = std::chrono::steady_clock::now();
  {
    auto speaker = MUST(Speaker::open({.file = "", .always = true, .note = {}}));
    speaker->put(tone(Samples(400'000, 7)));
    REQUIRE(comes([&] { return fs::exists(folder / "started"); }));
  }
  CHECK(std::chrono::steady_clock::now() - before < patience);
}

TEST_CASE("without the programs nothing is heard, which is told once and harms nobody") {
  const Folder empty;
  const Path path(empty, true);
  std::atomic<int> notes = 0;
  auto speaker =
      MUST(Speaker::open({.file = "", .always = true, .note = [&](const auto&) { ++notes; }}));
  for (int i = 0; i < 5; ++i) speaker->put(tone({1, 2, 3}));
  for (int i = 0; i < 5; ++i) speaker->put(words("Да", "ru"));
  REQUIRE(comes([&] { return notes == 2; }));
  speaker.reset();
  CHECK(notes == 2);
}

TEST_CASE("a device that refuses is told once, and the next sound tries again") {
  const Folder folder;
  folder.program("aplay", "echo >>'" + (folder / "tries") + "'; exit 1");
  const Path path(folder, false);
  std::atomic<int> notes = 0;
  auto speaker =
      MUST(Speaker::open({.file = "", .always = true, .note = [&](const auto&) { ++notes; }}));
  for (int i = 0; i < 3; ++i) speaker->put(tone({1, 2, 3}));
  REQUIRE(comes([&] {
    std::error_code none;
    return fs::file_size(folder / "tries", none) == 3 && !none;
  }));
  CHECK(notes == 1);
}

TEST_CASE("a file that cannot be written is said before the kiosk starts") {
  CHECK_FALSE(Speaker::open({.file = "/proc/none/out.wav", .note = {}}));
}
