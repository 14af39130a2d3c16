// kiosk/device/pwg_raster.h - pages as the pictures that printers without PDF take (PWG 5102.4).
#pragma once
#include "kiosk/device/print_target.h"

namespace otmetka::kiosk {

/// `type`: sgray_8 or srgb_8.
Result<Bytes> pwg_raster(const PrintDocument& document, const std::string& type, int dots_an_inch);

}  // namespace otmetka::kiosk
