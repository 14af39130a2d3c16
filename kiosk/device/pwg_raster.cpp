#include "kiosk/device/pwg_raster.h"

#include <cups/cups.h>
#include <cups/raster.h>

#include <cmath>
#include <cstring>

namespace otmetka::kiosk {
namespace {

struct CloseRaster {
  void operator()(cups_raster_t* raster) const { cupsRasterClose(raster); }
};

ssize_t append(void* to, unsigned char* bytes, size_t size) {
  auto& out = *static_cast<Bytes*>(to);
  out.insert(out.end(), bytes, bytes + size);
  return static_cast<ssize_t>(size);
}

Error not_made() { return fail(Failure::io, "the picture of a page could not be packed"); }

Status write_page(cups_raster_t* raster, const GreyImage& picture, const PrintDocument& document,
                  const std::string& type, int dots_an_inch) {
  const auto hundredths = [](double mm) { return static_cast<int>(std::lround(mm * 100)); };
  pwg_media_t* media =
      pwgMediaForSize(hundredths(document.width_mm), hundredths(document.height_mm));
  cups_page_header2_t header;
  std::memset(&header, 0, sizeof header);
  if (!media || !cupsRasterInitPWGHeader(&header, media, type.c_str(), dots_an_inch, dots_an_inch,
                                         "one-sided", nullptr)) {
    return not_made();
  }
  const size_t colours = type == "srgb_8" ? 3 : 1;
  const auto width = static_cast<size_t>(picture.width);
  header.cupsWidth = static_cast<unsigned>(picture.width);
  header.cupsHeight = static_cast<unsigned>(picture.height);
  header.cupsBytesPerLine = static_cast<unsigned>(width * colours);
  header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = static_cast<unsigned>(document.pages);
  if (!cupsRasterWriteHeader2(raster, &header)) return not_made();
  Bytes line(width * colours);
  for (int y = 0; y < picture.height; ++y) {
    const uint8_t* row = picture.view().row(y);
    for (size_t x = 0; x < line.size(); ++x) line[x] = row[x / colours];
    if (cupsRasterWritePixels(raster, line.data(), static_cast<unsigned>(line.size())) == 0)
      return not_made();
  }
  return done();
}

}  // namespace

Result<Bytes> pwg_raster(const PrintDocument& document, const std::string& type, int dots_an_inch) {
  Bytes out;
  {
    const std::unique_ptr<cups_raster_t, CloseRaster> raster(
        cupsRasterOpenIO(append, &out, CUPS_RASTER_WRITE_PWG));
    if (!raster) return not_made();
    // One page at a time: a picture of one has some ten megabytes.
    for (size_t page = 0; page < document.pages; ++page) {
      const GreyImage picture = TRY(document.picture(page, dots_an_inch));
      TRY(write_page(raster.get(), picture, document, type, dots_an_inch));
    }
  }
  return out;
}

}  // namespace otmetka::kiosk
