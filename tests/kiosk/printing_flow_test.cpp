// What is asked of the printer and said of it, without a printer.
#include <catch2/catch_all.hpp>
#include <set>

#include "shared/text/catalogue.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr PrinterSight ready{true, true, PrinterReason::none};

Kiosk with_printer() {
  Kiosk kiosk;
  kiosk.happens(PrinterSeen{ready});
  return kiosk;
}

std::optional<Health> told_now(const Kiosk& kiosk) {
  for (const Effect& effect : kiosk.effects) {
    if (const auto* record = std::get_if<RecordHealth>(&effect)) return record->health;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("without a printer nothing is asked to be printed") {
  Kiosk kiosk;
  CHECK_FALSE(kiosk.state.printer.configured);
  CHECK_FALSE(print_sheet(kiosk.state));
  CHECK_FALSE(print_badge(kiosk.state, {"Ли", "", ""}));
}

TEST_CASE("a sheet is asked for in the language of the screen and for the day that it is") {
  Kiosk kiosk = with_printer();
  kiosk.touches(Press::What::language, static_cast<int>(Language::ky));
  const auto sheet = print_sheet(kiosk.state);
  REQUIRE(sheet);
  CHECK(sheet->language == Language::ky);
  CHECK(sheet->day_s == kiosk.state.now_s);
  CHECK(kiosk.state.printer.waiting == 1);
  CHECK_FALSE(kiosk.state.printer.last);
  kiosk.happens(Printed{sheet->job});
  CHECK(kiosk.state.printer.waiting == 0);
  REQUIRE(kiosk.state.printer.last);
  CHECK(*kiosk.state.printer.last == PrinterView::Outcome{sheet->job, PrinterReason::none});
}

TEST_CASE("badges are asked for one after the other, each under its own number") {
  Kiosk kiosk = with_printer();
  std::vector<uint64_t> jobs;
  while (const auto badge = print_badge(kiosk.state, {"Ли", "Тула", "W1:CODE"})) {
    CHECK(badge->words.code == "W1:CODE");
    jobs.push_back(badge->job);
  }
  REQUIRE(jobs.size() == prints_at_once);
  CHECK(std::adjacent_find(jobs.begin(), jobs.end()) == jobs.end());
  kiosk.happens(NotPrinted{jobs.front(), PrinterReason::paper_out});
  CHECK(kiosk.state.printer.last->reason == PrinterReason::paper_out);
  CHECK(print_badge(kiosk.state, {"Ли", "", ""}));
}

TEST_CASE("a printer that is gone takes no orders, one that is not ready says why not") {
  Kiosk kiosk = with_printer();
  kiosk.happens(PrinterSeen{{true, false, PrinterReason::paper_out}});
  CHECK(kiosk.state.printer.takes_orders());
  CHECK(kiosk.state.printer.sight.reason == PrinterReason::paper_out);
  kiosk.happens(PrinterSeen{{false, false, PrinterReason::unreachable}});
  CHECK_FALSE(kiosk.state.printer.takes_orders());
  CHECK_FALSE(print_sheet(kiosk.state));
  kiosk.happens(PrinterSeen{ready});
  CHECK(print_sheet(kiosk.state));
}

TEST_CASE("what a printer does changes nothing on a visitor's screen") {
  Kiosk kiosk = with_printer();
  kiosk.is_told(view_of(Verdict::green));
  const auto sheet = print_sheet(kiosk.state);
  kiosk.happens(NotPrinted{sheet->job, PrinterReason::jammed})
      .happens(PrinterSeen{{true, false, PrinterReason::jammed}});
  CHECK(kiosk.state.screen == Screen::verdict);
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("the office is told of a printer once it is known, and when it changes") {
  Kiosk kiosk;
  kiosk.waits(health_change_every_ms);
  kiosk.happens(PrinterSeen{ready});
  const auto first = told_now(kiosk);
  REQUIRE(first);
  CHECK(first->printer == PrinterReason::none);
  kiosk.happens(HealthRecorded{*first}).waits(health_change_every_ms);
  CHECK_FALSE(told_now(kiosk));
  kiosk.happens(PrinterSeen{{true, true, PrinterReason::paper_low}});
  REQUIRE(told_now(kiosk));
  CHECK(told_now(kiosk)->printer == PrinterReason::paper_low);
  CHECK(printer_health(PrinterReason::paper_low) == "paper_low");
  CHECK(printer_health(PrinterReason::none) == "ready");
}

TEST_CASE("there are words for whatever keeps a printer from printing, in each language") {
  const Catalogue catalogue = MUST(Catalogue::load(OTMETKA_LOCALE_DIR));
  std::set<std::string_view> keys;
  for (uint8_t i = 0; i < printer_reasons; ++i) {
    const std::string_view key = printer_words(PrinterReason{i});
    keys.insert(key);
    for (const Language language : languages) {
      INFO(language_code(language) << " " << key);
      CHECK(catalogue.text(language, key) != key);
    }
  }
  CHECK(keys.size() == printer_reasons);
}
