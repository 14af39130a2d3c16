// kiosk/ui/picture.h - a picture that is ready to be drawn.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace otmetka::kiosk {

struct Picture {
  uint64_t texture = 0;  // zero: not there, or not yet
  int width = 0, height = 0;
};

/// By the hash of its blob (32 bytes, or none), or by photo_name(). Never waits: what is not ready
/// yet is drawn in a later frame.
using PictureOf = std::function<Picture(const std::string& hash)>;

}  // namespace otmetka::kiosk
