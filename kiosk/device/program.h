// kiosk/device/program.h - another program at the end of pipes. It ends when this object does.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace otmetka::kiosk {

class Program {
 public:
  /// Looked for on PATH. Its standard input is a pipe from us; its output one to us, or nowhere,
  /// as its errors are. None: it could not be started, and errno says why.
  static std::optional<Program> start(const std::vector<std::string>& arguments, bool with_output);
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;
  /// Kills it if it still runs.
  ~Program();

  /// Both ends do not block.
  int input() const { return input_; }
  int output() const { return output_; }
  /// It reads the end of its input.
  void close_input();
  /// Its exit status, 128 and the signal that ended it, or none while it runs.
  std::optional<int> ended();

 private:
  Program(pid_t id, int input, int output) : id_(id), input_(input), output_(output) {}
  pid_t id_;
  int input_, output_;
};

}  // namespace otmetka::kiosk
