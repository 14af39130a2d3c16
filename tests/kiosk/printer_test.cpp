// The printer's thread and a real printer: pages that come out right, jobs that end badly, a
// printer that goes and comes back.
#include "kiosk/device/printer.h"

#include <cups/raster.h>

#include "kiosk/device/camera_decode.h"
#include "kiosk/print_desk.h"
#include "tests/kiosk/real_printer.h"
#include "tests/kiosk/told.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::kiosk::paper;
using namespace otmetka::test;

namespace {

constexpr const char *pdf = "application/pdf", *raster = "image/pwg-raster";
// A file appears whole, so that nobody reads half of it.
constexpr const char* keeps =
    "cp \"$1\" \"$FOLDER/part\" && mv \"$FOLDER/part\" \"$FOLDER/received\"";

Bytes received(const RealPrinter& printer) {
  const std::string file = content_of(printer.folder() / "received");
  REQUIRE_FALSE(file.empty());
  return to_bytes(as_bytes(file));
}

const Catalogue& catalogue() {
  static const Catalogue loaded = MUST(Catalogue::load(OTMETKA_LOCALE_DIR));
  return loaded;
}

// A desk with what comes out of its inbox.
struct PrinterAtWork {
  PrintDesk desk{catalogue(), [] {}};
  explicit PrinterAtWork(const std::string& address) { MUST(desk.start(address, label_62x100)); }
  /// The job that was printed.
  uint64_t printed() {
    std::vector<uint64_t> jobs;
    wait_until("the answer", [&] {
      for (const Happening& news : desk.take_news()) {
        if (const auto* failed = std::get_if<NotPrinted>(&news))
          FAIL(printer_words(failed->reason));
        if (const auto* one = std::get_if<Printed>(&news)) jobs.push_back(one->job);
      }
      return !jobs.empty();
    });
    REQUIRE(jobs.size() == 1);
    return jobs.front();
  }
};

// What every code of a sheet says, where it should stand on this page.
void check_codes(const GreyImage& picture, const Page& page) {
  for (const Code& code : codes_of(page))
    CHECK(qr_codes(cut_out(picture, page, code, 3)) == std::vector<std::string>{code.text});
}

// As a printer unpacks it.
std::vector<GreyImage> unpacked(const Bytes& bytes) {
  struct Reader {
    const Bytes& bytes;
    size_t at = 0;
  } reader{bytes};
  const cups_raster_iocb_t read = [](void* from, unsigned char* to, size_t size) -> ssize_t {
    auto& in = *static_cast<Reader*>(from);
    size = std::min(size, in.bytes.size() - in.at);
    std::copy_n(in.bytes.begin() + static_cast<ptrdiff_t>(in.at), size, to);
    in.at += size;
    return static_cast<ssize_t>(size);
  };
  std::vector<GreyImage> out;
  cups_raster_t* opened = cupsRasterOpenIO(read, &reader, CUPS_RASTER_READ);
  REQUIRE(opened);
  cups_page_header2_t header;
  while (cupsRasterReadHeader2(opened, &header) != 0) {
    CHECK(std::string(header.cupsPageSizeName) == "iso_a4_210x297mm");
    CHECK(header.HWResolution[0] == 300);
    CHECK(header.cupsColorSpace == CUPS_CSPACE_SW);
    GreyImage& page = out.emplace_back();
    page.resize(static_cast<int>(header.cupsWidth), static_cast<int>(header.cupsHeight));
    for (int y = 0; y < page.height; ++y)
      REQUIRE(cupsRasterReadPixels(opened, page.row(y), header.cupsBytesPerLine) ==
              header.cupsBytesPerLine);
  }
  cupsRasterClose(opened);
  return out;
}

}  // namespace

TEST_CASE("a sheet comes out of a real printer with every word and code", "[printer]") {
  const RealPrinter printer(pdf, keeps);
  PrinterAtWork desk(printer.uri());
  for (const Language language : languages) {
    INFO(language_code(language));
    const SheetPaper sheet = sheet_for(language, 25);
    const uint64_t job = 10 + static_cast<uint64_t>(language);
    desk.desk.print(job, sheet);
    CHECK(desk.printed() == job);
    const Pdf paper(received(printer));
    CHECK(paper.says("Мөхәммәтҗанов Булат"));
    CHECK(paper.says("Өмүрзакова Айгүл"));
    CHECK(paper.says(catalogue().text(language, "paper.signature")));
    const Letters letters = MUST(Letters::open(language));
    const Pages pages = lay_out(sheet, letters, catalogue());
    REQUIRE(paper.pages() == pages.size());
    for (size_t i = 0; i < pages.size(); ++i) check_codes(paper.picture(i, 200), pages[i]);
  }
}

TEST_CASE("a printer that takes no PDF gets pictures of the same pages", "[printer]") {
  const RealPrinter printer(raster, keeps);
  PrinterAtWork desk(printer.uri());
  const SheetPaper sheet = sheet_for(Language::tt, 25);
  desk.desk.print(1, sheet);
  CHECK(desk.printed() == 1);
  const auto pictures = unpacked(received(printer));
  const Letters letters = MUST(Letters::open(sheet.language));
  const Pages pages = lay_out(sheet, letters, catalogue());
  REQUIRE(pictures.size() == pages.size());
  for (size_t i = 0; i < pages.size(); ++i) check_codes(pictures[i], pages[i]);
}

TEST_CASE("whoever orders without a printer is answered all the same") {
  PrintDesk desk(catalogue(), [] {});
  desk.print(5, sheet_for(Language::ru, 1));
  const auto news = desk.take_news();
  REQUIRE(news.size() == 1);
  const auto* answer = std::get_if<NotPrinted>(&news[0]);
  REQUIRE(answer);
  CHECK(answer->job == 5);
  CHECK(answer->reason == PrinterReason::unreachable);
  CHECK(desk.take_news().empty());
}

TEST_CASE("a badge comes out of a real printer on a label of its size", "[printer]") {
  const RealPrinter printer(pdf, keeps);
  PrinterAtWork desk(printer.uri());
  const BadgePaper badge{Language::ky, "Алмашуу", "Өмүрзакова Айгүл", "Бишкек", "W1:SOMEBODY"};
  desk.desk.print(3, badge);
  CHECK(desk.printed() == 3);
  const Pdf paper(received(printer));
  CHECK(paper.pages() == 1);
  CHECK(paper.says("Өмүрзакова"));
  const GreyImage picture = paper.picture(0, 254);
  CHECK(std::abs(picture.width - 620) <= 1);
  CHECK(std::abs(picture.height - 1000) <= 1);
  CHECK(qr_codes(picture.view()) == std::vector<std::string>{"W1:SOMEBODY"});
}

TEST_CASE("a real printer that gives a job up is told, and prints the next one", "[printer]") {
  const RealPrinter printer(pdf, std::string("test -e \"$FOLDER/works\" || exit 1\n") + keeps);
  Told told;
  const auto ours = printer_at(printer.uri(), told);
  ours->print(small_order(1));
  CHECK(told.outcome(1) == PrinterReason::given_up);
  std::ofstream(printer.folder() / "works") << "yes";
  ours->print(small_order(2));
  INFO(told.notes());
  CHECK(told.outcome(2) == PrinterReason::none);
}

TEST_CASE("orders are printed one after the other, each answered once", "[printer]") {
  const RealPrinter printer(pdf, "sleep 0.3; echo x >>\"$FOLDER/printed\"");
  Told told;
  const auto ours = printer_at(printer.uri(), told);
  size_t taken = 0;
  for (uint64_t job = 1; job <= prints_waiting_max + 4; ++job)
    taken += ours->print(small_order(job));
  CHECK(taken >= prints_waiting_max);
  CHECK(taken < prints_waiting_max + 4);
  for (uint64_t job = 1; job <= prints_waiting_max; ++job)
    CHECK(told.outcome(job) == PrinterReason::none);
  wait_until("all of them",
             [&] { return content_of(printer.folder() / "printed").size() == 2 * taken; });
}

TEST_CASE("a slow printer is waited for, and one that is too slow gets its job taken back",
          "[printer]") {
  const RealPrinter printer(pdf, "while test ! -e \"$FOLDER/go\"; do sleep 0.1; done");
  Told told;
  SECTION("slow") {
    const auto ours = printer_at(printer.uri(), told);
    ours->print(small_order(1));
    wait_until("the job", [&] { return printer.log().find("Print-Job") != std::string::npos; });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    std::ofstream(printer.folder() / "go") << "on";
    CHECK(told.outcome(1) == PrinterReason::none);
  }
  SECTION("too slow") {
    PrintLimits limits = quick();
    limits.job_ms = 700;
    limits.page_ms = 0;
    const auto ours = printer_at(printer.uri(), told, limits);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::too_slow);
    CHECK(printer.log().find("Cancel-Job") != std::string::npos);
    std::ofstream(printer.folder() / "go") << "on";
  }
}

TEST_CASE("paper that runs out in the middle is told, and the job goes on when there is some",
          "[printer]") {
  const RealPrinter printer(pdf,
                            "echo 'STATE: +media-empty' >&2\n"
                            "while test ! -e \"$FOLDER/paper\"; do sleep 0.1; done\n"
                            "echo 'STATE: -media-empty' >&2");
  Told told;
  const auto ours = printer_at(printer.uri(), told);
  told.wait_seen(printer_ready);
  ours->print(small_order(1));
  told.wait_seen({true, true, PrinterReason::paper_out});
  told.forget_sights();
  std::ofstream(printer.folder() / "paper") << "some";
  CHECK(told.outcome(1) == PrinterReason::none);
  told.wait_seen(printer_ready);
}

TEST_CASE("a printer that is switched off is told, and prints when it is back", "[printer]") {
  RealPrinter printer(pdf, keeps);
  Told told;
  const auto ours = printer_at(printer.uri(), told);
  told.wait_seen(printer_ready);
  printer.stop();
  told.wait_seen(printer_gone);
  ours->print(small_order(1));
  CHECK(told.outcome(1) == PrinterReason::unreachable);
  told.forget_sights();
  printer.start();
  told.wait_seen(printer_ready);
  ours->print(small_order(2));
  CHECK(told.outcome(2) == PrinterReason::none);
  CHECK(Pdf(received(printer)).says("Ли"));
}

TEST_CASE("of a printer that goes away with a job nobody claims that it printed", "[printer]") {
  RealPrinter printer(pdf, "touch \"$FOLDER/begun\"; sleep 600");
  Told told;
  PrintLimits limits = quick();
  limits.job_ms = 3000;
  limits.page_ms = 0;
  const auto ours = printer_at(printer.uri(), told, limits);
  ours->print(small_order(1));
  wait_until("the job", [&] { return std::filesystem::exists(printer.folder() / "begun"); });
  SECTION("and does not come back") {
    printer.stop();
    CHECK(told.outcome(1) == PrinterReason::unknown);
    told.wait_seen(printer_gone);
  }
  SECTION("and has forgotten it when it is back") {
    printer.stop();
    printer.start();
    CHECK(told.outcome(1) == PrinterReason::unknown);
  }
}

TEST_CASE("a printer that counts its jobs anew answers for no job of before", "[printer]") {
  RealPrinter printer(pdf,
                      "[ -e \"$FOLDER/begun\" ] && exit 0; touch \"$FOLDER/begun\"; sleep 600");
  Told told, others;
  PrintLimits limits = quick();
  limits.job_ms = 60'000;
  limits.follow_ms = 3000;
  const auto ours = printer_at(printer.uri(), told, limits);
  ours->print(small_order(1));
  wait_until("the job", [&] { return std::filesystem::exists(printer.folder() / "begun"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // it was asked about once
  printer.stop();
  printer.start();
  const auto theirs = printer_at(printer.uri(), others);
  theirs->print(small_order(1));
  CHECK(others.outcome(1) == PrinterReason::none);
  CHECK(told.outcome(1) == PrinterReason::unknown);
}

TEST_CASE("another address of the same machine is no printer", "[printer]") {
  const RealPrinter printer(pdf, keeps);
  Told told;
  const std::string wrong = printer.uri().substr(0, printer.uri().rfind("/ipp/")) + "/wrong";
  const auto ours = printer_at(wrong, told);
  told.wait_seen({false, false, PrinterReason::not_a_printer});
  ours->print(small_order(1));
  CHECK(told.outcome(1) == PrinterReason::not_a_printer);
  CHECK(told.notes().find(wrong) != std::string::npos);
}
