// kiosk/startup.h - what the program needs before its first frame: signals that end it between two
// frames, its texts, its data, and where they are seen and heard.
#pragma once
#include <memory>
#include <string>

#include "kiosk/platform/window.h"
#include "kiosk/sound_out.h"
#include "kiosk/ui/theme.h"
#include "shared/store/recorder.h"
#include "shared/text/catalogue.h"

namespace otmetka::kiosk {

void watch_signals();
/// SIGTERM or SIGINT came.
bool told_to_end();

/// Of a directory, else of what lies beside the program, else as it is installed.
Result<Catalogue> load_catalogue(const std::string& assets);

/// With the kiosk's own keys, which are made at the first start.
Result<Recorder> open_recorder(const std::string& data, const Clock& clock, Random& random);

struct Station {
  std::unique_ptr<Window> window;
  SoundOut sound;
  Theme theme;
};

/// Needs none of the data, and takes as long as reading it.
Result<Station> open_station(const WindowOptions& seen, const SoundOptions& heard);

}  // namespace otmetka::kiosk
