// sync/programme/portrait.h - what is published of somebody's photo: a small portrait.
#pragma once
#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace otmetka::programme {

/// 240 × 320 pixels at most, and never enlarged.
inline constexpr int portrait_width_px = 240, portrait_height_px = 320;

/// The middle of the photo, upright, 3:4, scaled down, on white where it is transparent; a JPEG of
/// at most portrait_bytes_max with nothing beside the pixels. `photo` is a JPEG or PNG whose header
/// was found good. The same bytes for the same photo. `bad_input`: the pixels cannot be read.
Result<Bytes> portrait_of(ByteView photo);

/// How the camera was held, 1 … 8 (Exif 2.3, tag 0x0112); 1 where nothing good says so.
int orientation_of(ByteView jpeg);

}  // namespace otmetka::programme
