// kiosk/trace.h - what happened when, for measuring: one JSON line a moment, appended by one write.
// Names nobody and holds no badge text.
#pragma once
#include <string>
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/ui/proof.h"

namespace otmetka::kiosk {

/// May be used from any thread.
class Trace {
 public:
  /// An empty path: nothing is written.
  static Result<Trace> open(const std::string& path);
  Trace(Trace&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  ~Trace();

  void scan() const;
  void durable(const FactId& fact) const;
  void verdict(const VerdictView& view) const;
  bool wanted() const { return file_ >= 0; }

  void screen(Screen screen) const;
  /// What can be pressed now, and where its middle is, in pixels.
  void targets(const std::vector<Proof::Target>& targets) const;

 private:
  explicit Trace(int file) : file_(file) {}
  void write_line(const std::string& rest) const;
  int file_;
};

}  // namespace otmetka::kiosk
