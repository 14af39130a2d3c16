#include "kiosk/device/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

extern char** environ;

namespace otmetka::kiosk {
namespace {

class Pipe {
 public:
  explicit Pipe(bool wanted) {
    if (wanted) made_ = pipe2(ends_, O_CLOEXEC) == 0;
  }
  ~Pipe() {
    for (const int end : ends_) {
      if (end >= 0) close(end);
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool made() const { return made_; }
  int reads() const { return ends_[0]; }
  int writes() const { return ends_[1]; }
  /// Ours from now on.
  int take(int end) {
    fcntl(ends_[end], F_SETFL, O_NONBLOCK);
    return std::exchange(ends_[end], -1);
  }

 private:
  int ends_[2] = {-1, -1};
  bool made_ = false;
};

// A child that ignored or blocked SIGPIPE, as we do, would write into a closed pipe for ever.
void default_signals(posix_spawnattr_t& attributes) {
  sigset_t all;
  sigemptyset(&all);
  sigaddset(&all, SIGPIPE);
  sigaddset(&all, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &all);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

}  // namespace

std::optional<Program> Program::start(const std::vector<std::string>& arguments, bool with_output) {
  Pipe in(true), out(with_output);
  if (!in.made() || (with_output && !out.made())) return std::nullopt;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in.reads(), STDIN_FILENO);
  if (with_output)
    posix_spawn_file_actions_adddup2(&files, out.writes(), STDOUT_FILENO);
  else
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  default_signals(attributes);
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.data()));
  words.push_back(nullptr);
  pid_t id = -1;
  const int fault = posix_spawnp(&id, words[0], &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (fault != 0) {
    errno = fault;
    return std::nullopt;
  }
  return Program(id, in.take(1), with_output ? out.take(0) : -1);
}

Program::Program(Program&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)) {}

Program::~Program() {
  close_input();
  if (output_ >= 0) close(output_);
  if (id_ <= 0) return;
  kill(id_, SIGKILL);
  while (waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Program::close_input() {
  if (input_ >= 0) close(std::exchange(input_, -1));
}

std::optional<int> Program::ended() {
  if (id_ <= 0) return 0;
  int status = 0;
  if (waitpid(id_, &status, WNOHANG) != id_) return std::nullopt;
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace otmetka::kiosk
