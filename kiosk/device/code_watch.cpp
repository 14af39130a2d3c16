#include "kiosk/device/code_watch.h"

#include <algorithm>
#include <cstdlib>

#include "kiosk/device/camera_decode.h"

namespace otmetka::kiosk {
namespace {

// A mean of 256 pixels hardly knows the camera's noise (sigma 15 becomes 1), and a badge covers
// dozens of such blocks.
constexpr int block_pixels = 16;
constexpr int block_change_min = 8;

void means_of_blocks(const GreyView& picture, std::vector<uint8_t>& out) {
  out.clear();
  for (int top = 0; top + block_pixels <= picture.height; top += block_pixels) {
    for (int left = 0; left + block_pixels <= picture.width; left += block_pixels) {
      int sum = 0;
      for (int y = top; y < top + block_pixels; ++y) {
        const uint8_t* row = picture.row(y) + left;
        for (int x = 0; x < block_pixels; ++x) sum += row[x];
      }
      out.push_back(static_cast<uint8_t>(sum / (block_pixels * block_pixels)));
    }
  }
}

}  // namespace

// Compared with the last picture that differed, so that a slow change adds up to one.
bool CodeWatch::changed(const GreyView& picture) {
  means_of_blocks(picture, fresh_blocks_);
  bool differs = fresh_blocks_.size() != blocks_.size();
  for (size_t i = 0; !differs && i < blocks_.size(); ++i)
    differs = std::abs(fresh_blocks_[i] - blocks_[i]) >= block_change_min;
  if (differs) std::swap(blocks_, fresh_blocks_);
  return differs;
}

std::vector<ScannedCode> CodeWatch::see(const GreyView& picture, uint64_t now_ms) {
  if (now_ms < due_ms_) return {};
  due_ms_ = now_ms + look_every_ms;
  const bool still = !changed(picture);
  if (!still) changed_ms_ = now_ms;
  const bool at_rest = looks_ > 0 && now_ms >= changed_ms_ + settle_ms;
  std::vector<std::string> codes;
  if (!at_rest || now_ms >= looked_ms_ + look_at_rest_every_ms) {
    looked_ms_ = now_ms;
    ++looks_;
    codes = qr_codes(picture);
  }
  std::vector<ScannedCode> out;
  for (std::string& code : hold_.see(codes, now_ms, still))
    out.push_back(as_scanned(std::move(code)));
  return out;
}

}  // namespace otmetka::kiosk
