#include "shared/store/db_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace otmetka {
namespace {

uint32_t big_endian(const uint8_t* at) {
  return uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | at[3];
}

// SQLite takes a log for empty whose header is not as it writes it, and writes over it. It syncs
// the header before it calls anything kept. https://www.sqlite.org/fileformat2.html#walformat
bool is_log_header(const std::array<uint8_t, 32>& header) {
  const uint32_t magic = big_endian(header.data());
  if ((magic & ~1u) != 0x377f0682) return false;
  const auto word = [&](size_t at) {
    const uint32_t found = big_endian(&header[at]);
    return magic & 1 ? found : __builtin_bswap32(found);
  };
  uint32_t a = 0, b = 0;
  for (size_t at = 0; at < 24; at += 8) {
    a += word(at) + b;
    b += word(at + 4) + a;
  }
  return a == big_endian(&header[24]) && b == big_endian(&header[28]);
}

}  // namespace

Status check_log(const std::string& database) {
  const std::string log = database + "-wal";
  std::array<uint8_t, 32> header{};
  const int file = ::open(log.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return errno == ENOENT
               ? done()
               : Status(fail(Failure::io, fmt::format("{}: {}", log, std::strerror(errno))));
  const ssize_t got = ::read(file, header.data(), header.size());
  ::close(file);
  const bool nothing = std::all_of(header.begin(), header.end(), [](uint8_t b) { return b == 0; });
  if (got < static_cast<ssize_t>(header.size()) || nothing || is_log_header(header)) return done();
  return fail(Failure::corrupt,
              fmt::format("{} is damaged, and what was written last may stand in it alone: put a "
                          "good copy in its place; only when it is lost for good, move it away",
                          log));
}

}  // namespace otmetka
