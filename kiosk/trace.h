// kiosk/trace.h - what happened when, for measuring: one JSON line a moment, appended by one write.
// Names nobody and holds no badge text.
#pragma once
#include <string>
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/ui/proof.h"

namespace otmetka::kiosk {

/// scan() and durable() may be used from any thread.
class Trace {
 public:
  /// An empty path: nothing is written.
  static Result<Trace> open(const std::string& path);
  Trace(Trace&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  ~Trace();

  void scan() const;
  void durable(const FactId& fact) const;
  /// A frame was drawn: the screen and the verdict, once each, and what can be pressed whenever
  /// that is otherwise, but for a list that is on its way, and photos that come and go.
  void frame(const State& state, Proof proof);

 private:
  explicit Trace(int file) : file_(file) {}
  void write_line(const std::string& rest) const;
  void screen(Screen screen) const;
  void service(bool out) const;
  /// Whether somebody's photo is seen, and where, in pixels; not whose.
  void photo() const;
  void verdict(const VerdictView& view) const;
  /// And where its middle is, in pixels.
  void targets(const std::vector<Proof::Target>& targets) const;

  int file_;
  // The last that were written; by the thread that draws alone.
  std::optional<Screen> screen_;
  uint64_t verdict_ = 0;
  bool out_of_service_ = false;
  std::optional<Rect> photo_;
  std::vector<Proof::Target> targets_;
};

}  // namespace otmetka::kiosk
