// kiosk/device/camera_decode.h - the QR codes in a picture. Pure: a picture comes in, texts go out.
#pragma once
#include <string>
#include <vector>

#include "kiosk/device/grey.h"

namespace otmetka::kiosk {

// A larger picture is halved until it fits: this bounds the time, and a badge in a hand fills a
// good part of any picture.
inline constexpr size_t decoded_pixels_max = 1280 * 1024;
// Of one picture. Two visitors may hold up their badges at once; a wall of codes is a prank.
inline constexpr size_t decoded_codes_max = 4;

/// The bytes of each code, in no order, none twice; not one that is empty. Any picture will do,
/// also one without pixels. Takes some milliseconds, most where there is no code.
/// Three passes, until one finds something: half size reads most badges and costs a quarter; the
/// 3 × 3 mean of the whole reads those in noise; the whole as it is reads those held far away,
/// whose modules a mean would wash out. Source: measured, in kiosk/README.md.
std::vector<std::string> qr_codes(const GreyView& picture);

}  // namespace otmetka::kiosk
