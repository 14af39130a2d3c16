// kiosk/device/wave_file.h - a WAV file that grows: one channel of 16 bits. Its header is right
// after each append, so that it can be read while it grows and after a kill.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "shared/base/result.h"

namespace otmetka::kiosk {

// Of espeak-ng, and so of everything that is heard.
inline constexpr uint32_t wave_samples_per_s = 22050;
inline constexpr size_t wave_header_bytes = 44;

class WaveFile {
 public:
  /// Replaces what is there.
  static Result<WaveFile> create(const std::string& path);
  WaveFile(WaveFile&& other) noexcept : file_(other.file_), bytes_(other.bytes_) {
    other.file_ = -1;
  }
  ~WaveFile();

  bool append(std::span<const int16_t> samples);

 private:
  explicit WaveFile(int file) : file_(file) {}
  bool write_header() const;
  int file_;
  uint32_t bytes_ = 0;
};

}  // namespace otmetka::kiosk
