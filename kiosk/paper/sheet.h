// kiosk/paper/sheet.h - the paper sheet of a day: what staff tick off while a kiosk is out of
// service, and scan or type back in later. A session begins on a page of its own.
#pragma once
#include "kiosk/paper/letters.h"
#include "kiosk/paper/page.h"
#include "shared/text/catalogue.h"

namespace otmetka::kiosk::paper {

struct SheetRow {
  std::string number;
  std::string name;  // family and given name; empty: it is not known here
  std::string code;  // as make_paper_code
};
struct SheetGroup {
  std::string title;  // of the delegation or the team
  std::vector<SheetRow> rows;
};
struct SheetSession {
  std::string programme, title, time, room;
  std::vector<SheetGroup> groups;
};
/// Every text is in the sheet's language already.
struct SheetPaper {
  Language language = Language::ru;
  std::string venue, date, kiosk;
  std::vector<SheetSession> sessions;
};

// Empty rows at the end of a session, for who is not on the list; fewer where the page ends.
inline constexpr size_t sheet_empty_rows = 4;

/// On A4. No page when there is no session.
Pages lay_out(const SheetPaper& sheet, const Letters& letters, const Catalogue& catalogue);

}  // namespace otmetka::kiosk::paper
