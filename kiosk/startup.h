// kiosk/startup.h - what the program needs before its first frame: signals that end it between two
// frames, its texts, and its data.
#pragma once
#include <string>

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

}  // namespace otmetka::kiosk
