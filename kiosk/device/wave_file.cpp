#include "kiosk/device/wave_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace otmetka::kiosk {
namespace {

void put(std::string& out, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

}  // namespace

Result<WaveFile> WaveFile::create(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return fail(Failure::io, path + ": cannot be written: " + std::strerror(errno));
  WaveFile out(file);
  if (!out.write_header()) return fail(Failure::io, path + ": " + std::strerror(errno));
  return out;
}

WaveFile::~WaveFile() {
  if (file_ >= 0) close(file_);
}

bool WaveFile::write_header() const {
  constexpr uint32_t plain_samples = 1, channels = 1, sample_bytes = 2, format_bytes = 16;
  std::string header = "RIFF";
  put(header, static_cast<uint32_t>(wave_header_bytes) - 8 + bytes_, 4);
  header += "WAVEfmt ";
  put(header, format_bytes, 4);
  put(header, plain_samples, 2);
  put(header, channels, 2);
  put(header, wave_samples_per_s, 4);
  put(header, wave_samples_per_s * sample_bytes, 4);
  put(header, sample_bytes, 2);
  put(header, sample_bytes * 8, 2);
  header += "data";
  put(header, bytes_, 4);
  return pwrite(file_, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size());
}

bool WaveFile::append(std::span<const int16_t> samples) {
  std::string bytes;
  for (const int16_t sample : samples) put(bytes, static_cast<uint16_t>(sample), 2);
  const auto end = static_cast<off_t>(wave_header_bytes + bytes_);
  if (pwrite(file_, bytes.data(), bytes.size(), end) != static_cast<ssize_t>(bytes.size()))
    return false;
  bytes_ += static_cast<uint32_t>(bytes.size());
  return write_header();
}

}  // namespace otmetka::kiosk
