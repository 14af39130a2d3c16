// sync/programme/picture.h - what a picture's bytes say of themselves. Reads headers only: whether
// the pixels are good, only a decoder could tell, but a page saved under a picture's name, half a
// file or a huge canvas shows here.
#pragma once
#include <optional>
#include <string>

#include "shared/base/bytes.h"

namespace otmetka::programme {

enum class PictureKind { none, jpeg, png };

struct PictureFacts {
  PictureKind kind = PictureKind::none;
  uint32_t width_px = 0, height_px = 0;  // 0: the header does not say
  bool complete = false;                 // has the end that its format asks for
  bool usual = true;                     // of the kinds that every decoder reads
};

PictureFacts facts_of_picture(ByteView bytes);

}  // namespace otmetka::programme
