#include "kiosk/device/speaker.h"

#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "kiosk/device/program.h"

namespace otmetka::kiosk {
namespace {

constexpr const char* playback_devices = "/dev/snd/pcmC*D*p";
// How soon a sentence ends that is interrupted.
constexpr int look_every_ms = 20;
// Slower than espeak-ng's own 175 words a minute: heard once, in a hall.
constexpr const char* words_a_minute = "155";

std::vector<std::string> player() {
  return {"aplay",  "-q", "-t", "raw", "-f",
          "S16_LE", "-c", "1",  "-r",  std::to_string(wave_samples_per_s),
          "-"};
}

int16_t amplified(int16_t sample, float gain) {
  return static_cast<int16_t>(
      std::clamp(std::lround(static_cast<float>(sample) * gain), -32768L, 32767L));
}

}  // namespace

// Takes samples at the pace at which they are heard.
class Speaker::Playing {
 public:
  Playing(Speaker& speaker, float gain) : speaker_(speaker), gain_(gain) {}

  /// False: no more of it is wanted, or can be heard.
  bool add(std::span<const int16_t> samples) {
    std::vector<int16_t> out;
    for (const int16_t sample : samples) out.push_back(amplified(sample, gain_));
    if (speaker_.file_) return speaker_.file_->append(out) && !speaker_.stopped();
    if (!start()) return false;
    const char* bytes = reinterpret_cast<const char*>(out.data());
    size_t left = out.size() * sizeof(int16_t);
    while (left > 0) {
      if (speaker_.stopped()) return false;
      pollfd there{program_->input(), POLLOUT, 0};
      if (poll(&there, 1, look_every_ms) == 0) continue;
      const ssize_t written = write(program_->input(), bytes, left);
      if (written < 0 && errno != EAGAIN && errno != EINTR) return failed();
      if (written <= 0) continue;
      bytes += written;
      left -= static_cast<size_t>(written);
    }
    return true;
  }
  /// All of it is out of the loudspeaker, or interrupted.
  void finish() {
    if (!program_) return;
    program_->close_input();
    while (!speaker_.stopped()) {
      if (const std::optional<int> status = program_->ended()) {
        if (*status != 0) failed();
        return;
      }
      poll(nullptr, 0, look_every_ms);
    }
  }

 private:
  bool start() {
    if (!program_ && (speaker_.options_.always || speaker_.can_be_heard())) {
      if (auto program = Program::start(player(), false))
        program_.emplace(std::move(*program));
      else
        speaker_.note_once(std::string("sound is not played: aplay: ") + std::strerror(errno));
    }
    return program_.has_value();
  }
  bool failed() {
    speaker_.note_once("sound is not played: aplay found no device that it may use");
    return false;
  }

  Speaker& speaker_;
  float gain_;
  std::optional<Program> program_;
};

Result<std::unique_ptr<Speaker>> Speaker::open(Options options) {
  std::optional<WaveFile> file;
  if (!options.file.empty()) file.emplace(TRY(WaveFile::create(options.file)));
  return std::unique_ptr<Speaker>(new Speaker(std::move(options), std::move(file)));
}

Speaker::Speaker(Options options, std::optional<WaveFile> file)
    : options_(std::move(options)), file_(std::move(file)), thread_([this] { run(); }) {}

Speaker::~Speaker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  came_.notify_one();
  thread_.join();
}

void Speaker::put(Piece piece) {
  {
    const std::lock_guard lock(mutex_);
    if (piece.interrupts) {
      pieces_.clear();
      interrupted_ = true;
    }
    if (pieces_.size() < pieces_max) pieces_.push_back(std::move(piece));
  }
  came_.notify_one();
}

bool Speaker::can_be_heard() const {
  if (file_ || options_.always) return true;
  glob_t found{};
  const bool any = glob(playback_devices, GLOB_NOSORT, nullptr, &found) == 0;
  globfree(&found);
  return any;
}

bool Speaker::stopped() const {
  const std::lock_guard lock(mutex_);
  return interrupted_ || ending_;
}

void Speaker::note_once(const std::string& text) {
  if (std::find(noted_.begin(), noted_.end(), text) != noted_.end()) return;
  noted_.push_back(text);
  if (options_.note) options_.note(text);
}

void Speaker::run() {
  // A player that ends early is an error of write(), and no reason to end too.
  sigset_t pipes;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
  for (;;) {
    Piece piece;
    {
      std::unique_lock lock(mutex_);
      came_.wait(lock, [this] { return ending_ || !pieces_.empty(); });
      if (ending_) return;
      piece = std::move(pieces_.front());
      pieces_.pop_front();
      interrupted_ = false;
    }
    play(piece);
  }
}

void Speaker::play(const Piece& piece) {
  Playing out(*this, piece.gain);
  const bool whole = piece.words.empty() ? out.add(piece.samples) : say(piece, out);
  if (whole) out.finish();
}

// The words go in by a pipe: everybody may read the arguments of a program. True: all was said.
bool Speaker::say(const Piece& piece, Playing& out) {
  auto voice = Program::start(
      {"espeak-ng", "-v", piece.voice, "-s", words_a_minute, "-b", "1", "--stdin", "--stdout"},
      true);
  if (!voice) {
    note_once(std::string("words are not said: espeak-ng: ") + std::strerror(errno));
    return false;
  }
  // A sentence is much shorter than what a pipe holds.
  const std::string words = piece.words + "\n";
  if (write(voice->input(), words.data(), words.size()) != static_cast<ssize_t>(words.size()))
    return false;
  voice->close_input();
  std::string bytes;
  size_t header_left = wave_header_bytes;
  for (;;) {
    if (stopped()) return false;
    pollfd there{voice->output(), POLLIN, 0};
    if (poll(&there, 1, look_every_ms) == 0) continue;
    char some[4096];
    const ssize_t got = read(voice->output(), some, sizeof some);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return got == 0;
    bytes.append(some, static_cast<size_t>(got));
    const size_t header = std::min(header_left, bytes.size());
    bytes.erase(0, header);
    header_left -= header;
    std::vector<int16_t> samples(bytes.size() / sizeof(int16_t));
    if (samples.empty()) continue;
    std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(int16_t));
    bytes.erase(0, samples.size() * sizeof(int16_t));
    if (!out.add(samples)) return false;
  }
}

}  // namespace otmetka::kiosk
