// kiosk/platform/window.h - the one window: its input as plain values, its frames. The only part
// that knows GLFW.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/typed_keys.h"
#include "kiosk/platform/window_options.h"
#include "shared/base/result.h"

struct GLFWwindow;

namespace otmetka::kiosk {

class Window {
 public:
  /// What came since it was asked last.
  struct Input {
    std::string typed;            // in the order of the keys; Enter is '\n'
    std::vector<Stroke> strokes;  // the same and the others, without those that are held down
    bool touched = false;         // a finger or button went down
    bool redraw = false;          // something on the glass moved, or the window was uncovered
    bool closed = false;
  };

  /// Needs a display with OpenGL 3.3. One at a time. Makes the ImGui context too.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Sleeps until something comes, somebody wakes it, or the time is over.
  Input wait(uint64_t timeout_ms);
  /// From any thread.
  void wake();

  /// Touches wait to be seen, one a frame.
  bool has_touches() const { return !fingers_.empty(); }

  void begin_frame();
  /// Where a finger is, as the frame that has begun sees it.
  struct Finger {
    float x = 0, y = 0;
    bool down = false;
    bool moves = false;  // it has only come from elsewhere
    uint64_t at_ms = 0;  // of some steady clock
  };
  const Finger& finger() const { return finger_; }
  /// Draws over the page's colour and swaps; when it returns the frame is on its way to the glass.
  void end_frame();

  /// Of the picture: as it lies before whoever looks.
  int width() const { return picture_size(turn_, panel_).width; }
  int height() const { return picture_size(turn_, panel_).height; }
  /// Of the monitor, by its own word; of a common desktop monitor where it has none or a silly one.
  float pixels_per_mm() const { return pixels_per_mm_; }

 private:
  Window() = default;
  void install_callbacks();
  void read_size();
  void key_down(int key, int modifiers, bool held);
  void letter(unsigned int code);
  void pointer_at(float panel_x, float panel_y);

  GLFWwindow* window_ = nullptr;
  Input input_;
  PanelSize panel_;
  Turn turn_ = Turn::none;
  bool pressed_ = false, left_out_ = false;
  // Where the events have brought the pointer so far; asked for, it would be where it is by now,
  // which for a touch that was read late is under the next finger.
  float pointer_x_ = 0, pointer_y_ = 0;
  std::deque<Finger> fingers_;  // went down, moved or went up, and were not in a frame yet
  Finger finger_;
  bool key_types_ = false;  // the key that went down last is in `strokes`, and may have a letter
  bool key_held_ = false;
  float pixels_per_mm_ = 0;
};

}  // namespace otmetka::kiosk
