// kiosk/shell.h - the thin outside of the kiosk: collects what happens, asks update() what it
// means, does what it wants done, draws. Decides nothing.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/paper/page.h"
#include "kiosk/platform/window_options.h"
#include "kiosk/sound_out.h"
#include "shared/base/result.h"

namespace otmetka::kiosk {

struct ShellOptions {
  std::string data;
  WindowOptions window;
  std::vector<std::string> scanners;  // as kiosk/device/scanners.h; empty: only one that types
  std::string printer;                // as kiosk/device/printer.h; empty: there is none
  paper::PaperSize badge_size = paper::label_62x100;
  std::string trace;
  std::string assets;  // empty: beside the program, else where packages put them
  int64_t clock_offset_s = 0;
  SoundOptions sound;
};

/// Until the window is closed or the program is told to end.
Status run_kiosk(const ShellOptions& options);

}  // namespace otmetka::kiosk
