// kiosk/startup.h - what the program needs before its first frame: signals that end it between two
// frames, and its texts.
#pragma once
#include <string>

#include "shared/text/catalogue.h"

namespace otmetka::kiosk {

void watch_signals();
/// SIGTERM or SIGINT came.
bool told_to_end();

/// Of a directory, else of what lies beside the program, else as it is installed.
Result<Catalogue> load_catalogue(const std::string& assets);

}  // namespace otmetka::kiosk
