#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "kiosk/device/printer.h"
#include "kiosk/paper/badge.h"
#include "kiosk/shell.h"

namespace {

// "1920x1080"
std::string read_size(const std::string& text, otmetka::kiosk::WindowOptions& options) {
  int used = 0;
  const int read = std::sscanf(text.c_str(), "%5dx%5d%n", &options.width, &options.height, &used);
  const bool good = read == 2 && static_cast<size_t>(used) == text.size() && options.width >= 320 &&
                    options.height >= 240;
  return good ? "" : "must be WIDTHxHEIGHT, at least 320x240";
}

std::string read_turn(const std::string& degrees, otmetka::kiosk::Turn& turn) {
  using otmetka::kiosk::Turn;
  const std::map<std::string, Turn> turns{
      {"0", Turn::none}, {"90", Turn::right}, {"180", Turn::over}, {"270", Turn::left}};
  const auto found = turns.find(degrees);
  if (found == turns.end()) return "must be 0, 90, 180 or 270";
  turn = found->second;
  return "";
}

std::string check_scanner(const std::string& source) {
  const bool nothing = source.empty() || source == "evdev:" || source == "camera:";
  return nothing ? "must name a scanner" : "";
}

std::string check_printer(const std::string& address) {
  const auto target = otmetka::kiosk::print_target(address);
  return target.ok() ? "" : target.error().message;
}

// "62x100", in millimetres
std::string read_badge_size(const std::string& text, otmetka::kiosk::paper::PaperSize& size) {
  int used = 0;
  const int read = std::sscanf(text.c_str(), "%5lfx%5lf%n", &size.width_mm, &size.height_mm, &used);
  constexpr double least = otmetka::kiosk::paper::badge_side_least_mm, most = 300;
  const auto fits = [](double side) { return side >= least && side <= most; };
  const bool good = read == 2 && static_cast<size_t>(used) == text.size() && fits(size.width_mm) &&
                    fits(size.height_mm);
  return good ? "" : "must be WIDTHxHEIGHT in millimetres, 50x50 to 300x300";
}

void add_window_options(CLI::App& app, otmetka::kiosk::WindowOptions& window) {
  app.add_option_function<std::string>(
         "--window",
         [&window](const std::string& text) {
           const std::string fault = read_size(text, window);
           if (!fault.empty()) throw CLI::ValidationError("--window", fault);
         },
         "a window of this size instead of the whole monitor")
      ->type_name("WxH");
  app.add_option_function<std::string>(
         "--rotate",
         [&window](const std::string& degrees) {
           const std::string fault = read_turn(degrees, window.turn);
           if (!fault.empty()) throw CLI::ValidationError("--rotate", fault);
         },
         "turn the picture and its touches clockwise: 0, 90, 180 or 270, for a panel that hangs on "
         "its side where the display server does not turn it")
      ->type_name("DEGREES");
  app.add_option(
         "--panel", window.inches,
         "the panel's diagonal, where the monitor does not say it or says it wrongly: sizes "
         "of letters and buttons follow it")
      ->type_name("INCHES")
      ->check(CLI::Range(7.0, 110.0));
}

}  // namespace

int main(int argc, char** argv) {
  otmetka::kiosk::ShellOptions options;
  CLI::App app("The attendance kiosk: takes scans, keeps them, shows what they mean.",
               "otmetka-kiosk");
  app.add_option("--data", options.data, "the kiosk's folder")->required()->type_name("KIOSK_DIR");
  add_window_options(app, options.window);
  app.add_option("--scanner", options.scanners,
                 "serial port or FIFO that a scanner writes to; or evdev:NODE, a scanner that is a "
                 "keyboard, by its name in /dev/input/by-id, its path, or a pattern of either such "
                 "as 'evdev:*Scanner*-event-kbd'; or nfc:, any reader of NFC cards, or "
                 "nfc:NAME, one by its name or a pattern of it. Once for each scanner")
      ->type_name("PATH")
      ->allow_extra_args(false)
      ->check(check_scanner);
  std::vector<std::string> cameras;
  app.add_option("--camera", cameras,
                 "a camera that reads badges, such as /dev/v4l/by-id/NAME-video-index0; the same "
                 "as --scanner camera:PATH. Once for each camera")
      ->type_name("PATH")
      ->allow_extra_args(false)
      ->check(check_scanner);
  app.add_option("--printer", options.printer,
                 "prints sheets and badges: ipp://HOST[:PORT]/PATH, or file:FOLDER for PDF files")
      ->type_name("ADDRESS")
      ->check(check_printer);
  app.add_option_function<std::string>(
         "--badge-size",
         [&](const std::string& text) {
           const std::string fault = read_badge_size(text, options.badge_size);
           if (!fault.empty()) throw CLI::ValidationError("--badge-size", fault);
         },
         "of the labels that the printer has, in millimetres; 62x100 if it is not said")
      ->type_name("WxH");
  app.add_option("--trace", options.trace, "append what happened when, a JSON line each")
      ->type_name("FILE");
  const std::map<std::string, otmetka::kiosk::SoundOptions::When> sound_when{
      {"on", otmetka::kiosk::SoundOptions::When::always},
      {"off", otmetka::kiosk::SoundOptions::When::never}};
  app.add_option("--sound", options.sound.when,
                 "on or off: tones and a voice; where it is not said, while there is a device")
      ->type_name("WHETHER")
      ->transform(CLI::CheckedTransformer(sound_when));
  app.add_option("--sound-out", options.sound.file, "a WAV file that takes what would be heard")
      ->type_name("FILE");
  app.add_option("--speech-log", options.sound.transcript,
                 "append what is said and played, a line each; it holds names")
      ->type_name("FILE");
  app.add_option("--clock-offset", options.clock_offset_s, "shift the wall clock, for rehearsals")
      ->type_name("SECONDS");
  app.add_option("--assets", options.assets, "folder that holds locale/")->type_name("DIR");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const std::string& path : cameras) options.scanners.push_back("camera:" + path);
  const otmetka::Status status = otmetka::kiosk::run_kiosk(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "otmetka-kiosk: %s\n", status.error().message.c_str());
  return 1;
}
