// read_codes FILE.pgm - the QR codes of a picture, a line each, as the kiosk's own camera reads
// them.
#include <fmt/format.h>

#include <fstream>

#include "kiosk/device/camera_decode.h"

int main(int count, char** arguments) {
  using namespace otmetka::kiosk;
  std::ifstream file(count == 2 ? arguments[1] : "", std::ios::binary);
  std::string magic;
  int width = 0, height = 0, most = 0;
  if (!(file >> magic >> width >> height >> most) || magic != "P5" || most != 255 || width < 1 ||
      height < 1 || width > 10'000 || height > 10'000) {
    fmt::print(stderr, "usage: read_codes FILE.pgm\n");
    return 2;
  }
  file.get();
  GreyImage picture;
  picture.resize(width, height);
  file.read(reinterpret_cast<char*>(picture.pixels.data()),
            static_cast<std::streamsize>(picture.pixels.size()));
  for (const std::string& code : qr_codes(picture.view())) fmt::print("{}\n", code);
  return 0;
}
