// Printers that a real one cannot be told to be: stopped, busy, silent, or none at all; and a
// folder in a printer's place.
#include <climits>

#include "kiosk/device/ipp_status.h"
#include "tests/kiosk/false_printer.h"
#include "tests/kiosk/told.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

PrintLimits hasty() {
  PrintLimits out = quick();
  out.job_ms = 600;
  out.page_ms = 0;
  return out;
}

uint64_t now_ms() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

}  // namespace

TEST_CASE("a printer that somebody stopped is not given a job, and says why") {
  FalsePrinter false_printer({.printer = IPP_PSTATE_STOPPED, .reasons = {"paused"}});
  Told told;
  const auto ours = printer_at(false_printer.uri(), told);
  told.wait_seen({true, false, PrinterReason::paused});
  ours->print(small_order(1));
  CHECK(told.outcome(1) == PrinterReason::paused);
  CHECK(false_printer.asked(IPP_OP_PRINT_JOB) == 0);
  false_printer.becomes([](FalseState& state) {
    state = {};
    state.job = IPP_JSTATE_COMPLETED;
  });
  told.wait_seen(printer_ready);
  ours->print(small_order(2));
  CHECK(told.outcome(2) == PrinterReason::none);
}

TEST_CASE("a printer that takes no jobs is paused") {
  FalsePrinter false_printer({.accepts = false});
  Told told;
  const auto ours = printer_at(false_printer.uri(), told);
  told.wait_seen({true, false, PrinterReason::paused});
}

TEST_CASE("a job that a printer stops over is taken back in time, with the printer's reason") {
  FalsePrinter false_printer;
  Told told;
  const auto ours = printer_at(false_printer.uri(), told, hasty());
  told.wait_seen(printer_ready);
  ours->print(small_order(1));
  wait_until("the job", [&] { return false_printer.asked(IPP_OP_GET_JOB_ATTRIBUTES) > 0; });
  false_printer.becomes([](FalseState& state) {
    state.printer = IPP_PSTATE_STOPPED;
    state.reasons = {"toner-low-warning", "media-jam-error"};
    state.job = IPP_JSTATE_STOPPED;
  });
  CHECK(told.outcome(1) == PrinterReason::jammed);
  told.wait_seen({true, false, PrinterReason::jammed});
  CHECK(false_printer.asked(IPP_OP_CANCEL_JOB) == 1);
}

TEST_CASE("a job that somebody cancels at the printer, or that it loses, is told as such") {
  FalsePrinter false_printer;
  Told told;
  const auto ours = printer_at(false_printer.uri(), told);
  ours->print(small_order(1));
  wait_until("the job", [&] { return false_printer.asked(IPP_OP_GET_JOB_ATTRIBUTES) > 0; });
  SECTION("cancelled") {
    false_printer.becomes([](FalseState& state) { state.job = IPP_JSTATE_CANCELED; });
    CHECK(told.outcome(1) == PrinterReason::canceled);
  }
  SECTION("given up") {
    false_printer.becomes([](FalseState& state) { state.job = IPP_JSTATE_ABORTED; });
    CHECK(told.outcome(1) == PrinterReason::given_up);
  }
  SECTION("lost") {
    false_printer.becomes([](FalseState& state) { state.knows_job = false; });
    CHECK(told.outcome(1) == PrinterReason::unknown);
  }
}

TEST_CASE("a busy printer is asked again until it takes the job, or the time is over") {
  FalsePrinter false_printer({.takes = IPP_STATUS_ERROR_BUSY, .job = IPP_JSTATE_COMPLETED});
  Told told;
  SECTION("it does") {
    const auto ours = printer_at(false_printer.uri(), told);
    ours->print(small_order(1));
    wait_until("some attempts", [&] { return false_printer.asked(IPP_OP_PRINT_JOB) > 2; });
    false_printer.becomes([](FalseState& state) { state.takes = IPP_STATUS_OK; });
    CHECK(told.outcome(1) == PrinterReason::none);
  }
  SECTION("it does not") {
    const auto ours = printer_at(false_printer.uri(), told, hasty());
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::too_slow);
  }
}

TEST_CASE("a printer that takes none of our formats, or refuses, is not asked for ever") {
  Told told;
  SECTION("no format") {
    FalsePrinter false_printer({.formats = {"application/postscript"}});
    const auto ours = printer_at(false_printer.uri(), told);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::no_format);
    CHECK(false_printer.asked(IPP_OP_PRINT_JOB) == 0);
  }
  SECTION("it claims both, and takes neither") {
    FalsePrinter false_printer({.formats = {"application/pdf", "image/pwg-raster"},
                                .takes = IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED});
    const auto ours = printer_at(false_printer.uri(), told);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::no_format);
    CHECK(false_printer.asked(IPP_OP_PRINT_JOB) == 2);
  }
  SECTION("refused") {
    FalsePrinter false_printer({.takes = IPP_STATUS_ERROR_FORBIDDEN});
    const auto ours = printer_at(false_printer.uri(), told);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::refused);
  }
  SECTION("no size of paper that it does not know") {
    FalsePrinter false_printer({.takes = IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES});
    const auto ours = printer_at(false_printer.uri(), told);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::refused);
    CHECK(false_printer.asked(IPP_OP_PRINT_JOB) == 2);
  }
}

TEST_CASE("what listens in a printer's place and says nothing holds nobody up") {
  const Babbler silent("");
  Told told;
  PrintLimits limits = quick();
  limits.answer_ms = 300;
  SECTION("it counts as gone") {
    const auto ours = printer_at(silent.uri(), told, limits);
    told.wait_seen(printer_gone);
    ours->print(small_order(1));
    CHECK(told.outcome(1) == PrinterReason::unreachable);
  }
  SECTION("the program can end in the middle of waiting") {
    limits.answer_ms = 600'000;
    auto ours = printer_at(silent.uri(), told, limits);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const uint64_t began = now_ms();
    ours.reset();
    CHECK(now_ms() - began < 5000);
  }
}

TEST_CASE("what answers in a printer's place with something else is no printer") {
  for (const char* text :
       {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 3\r\n\r\n\2\0\0"}) {
    INFO(text);
    const Babbler babbler(text);
    Told told;
    const auto ours = printer_at(babbler.uri(), told);
    told.wait_seen({false, false, PrinterReason::not_a_printer});
  }
  // No HTTP at all: as good as nobody.
  const Babbler babbler("SSH-2.0-OpenSSH_9.2\r\n");
  Told told;
  PrintLimits limits = quick();
  limits.answer_ms = 500;
  const auto ours = printer_at(babbler.uri(), told, limits);
  told.wait_seen(printer_gone);
}

TEST_CASE("what is no printer's address is refused before anything starts") {
  for (const char* address : {"", "printer", "http://localhost/", "ipp:", "ipp://",
                              "ipp:///ipp/print", "lpd://host/queue", "ipp://host:99999/ipp/print",
                              "ipp://user:secret@host/ipp/print", "file:", "/dev/usb/lp0"}) {
    INFO(address);
    CHECK_FALSE(print_target(address).ok());
  }
  for (const char* address : {"ipp://host/ipp/print", "ipp://[::1]:631/ipp/print",
                              "ipps://printer.local:443/ipp/print", "file:/tmp"}) {
    INFO(address);
    CHECK(print_target(address).ok());
  }
}

TEST_CASE("a printer's own words are said as what somebody can do about it") {
  const auto sight = [](ipp_pstate_t state, const std::vector<std::string>& reasons) {
    return sight_of(state, true, reasons);
  };
  using Reason = PrinterReason;
  CHECK(sight(IPP_PSTATE_IDLE, {"none"}) == PrinterSight{true, true, Reason::none});
  CHECK(sight(IPP_PSTATE_IDLE, {}) == PrinterSight{true, true, Reason::none});
  CHECK(sight(IPP_PSTATE_PROCESSING, {"media-low-report"}) ==
        PrinterSight{true, true, Reason::paper_low});
  // A second tray that is empty keeps nobody from printing.
  CHECK(sight(IPP_PSTATE_IDLE, {"media-empty-warning"}) ==
        PrinterSight{true, true, Reason::paper_out});
  CHECK(sight(IPP_PSTATE_IDLE, {"media-empty-report"}) == PrinterSight{true, true, Reason::none});
  CHECK(sight(IPP_PSTATE_STOPPED, {"media-empty-report"}) ==
        PrinterSight{true, false, Reason::paper_out});
  CHECK(sight(IPP_PSTATE_STOPPED, {"media-empty-warning"}) ==
        PrinterSight{true, false, Reason::paper_out});
  CHECK(sight(IPP_PSTATE_STOPPED, {"media-empty-error", "cover-open-error"}) ==
        PrinterSight{true, false, Reason::cover_open});
  CHECK(sight(IPP_PSTATE_STOPPED, {"toner-empty"}) == PrinterSight{true, false, Reason::ink_out});
  CHECK(sight(IPP_PSTATE_STOPPED, {"of-a-later-version"}) ==
        PrinterSight{true, false, Reason::trouble});
  CHECK(sight(IPP_PSTATE_STOPPED, {"toner-low-warning"}) ==
        PrinterSight{true, false, Reason::trouble});
  CHECK(sight_of(IPP_PSTATE_IDLE, false, {"none"}) == PrinterSight{true, false, Reason::paused});
}

TEST_CASE("a state that no printer and no job can be in is none that stops anything") {
  for (const int state : {INT_MIN, -1, 0, 2, 10, 16, 32773, INT_MAX}) {
    CAPTURE(state);
    CHECK(sight_of(state, true, {}) == printer_ready);
    CHECK_FALSE(end_of_job(state, {}).has_value());
  }
}

TEST_CASE("a folder takes each document as a whole file of its own") {
  const Folder folder;
  Told told;
  const auto ours = printer_at("file:" + folder.path(), told);
  told.wait_seen(printer_ready);
  ours->print(small_order(1));
  ours->print(small_order(2));
  CHECK(told.outcome(1) == PrinterReason::none);
  CHECK(told.outcome(2) == PrinterReason::none);
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    const std::string bytes = content_of(entry.path());
    INFO(entry.path());
    CHECK(entry.path().extension() == ".pdf");
    CHECK(Pdf(as_bytes(bytes)).says("Ли"));
  }
  CHECK(files == 2);
}

TEST_CASE("a folder that is not there is told, and used once it is") {
  const Folder folder;
  const std::string path = folder / "sheets";
  Told told;
  const auto ours = printer_at("file:" + path, told);
  told.wait_seen({false, false, PrinterReason::folder});
  ours->print(small_order(1));
  CHECK(told.outcome(1) == PrinterReason::folder);
  std::filesystem::create_directory(path);
  told.wait_seen(printer_ready);
  ours->print(small_order(2));
  CHECK(told.outcome(2) == PrinterReason::none);
}

TEST_CASE("pages that cannot be made are told, and the printer goes on") {
  const Folder folder;
  Told told;
  const auto ours = printer_at("file:" + folder.path(), told);
  ours->print({1, []() -> Result<PrintDocument> { return fail(Failure::io, "no font"); }});
  ours->print({2, []() -> Result<PrintDocument> { return fail(Failure::absent, "no session"); }});
  ours->print(small_order(3));
  CHECK(told.outcome(1) == PrinterReason::not_drawn);
  CHECK(told.outcome(2) == PrinterReason::nothing);
  CHECK(told.outcome(3) == PrinterReason::none);
}
