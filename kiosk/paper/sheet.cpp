#include "kiosk/paper/sheet.h"

#include <algorithm>

namespace otmetka::kiosk::paper {
namespace {

using Weight = Face::Weight;

// The left margin has room for the holes of a binder.
constexpr double left = 17, right = paper_a4.width_mm - 10, top = 10,
                 bottom = paper_a4.height_mm - 10, width = right - left;
// Modules of 0.45 to 0.53 mm are read by hand scanners, and by a camera at a span. Codes stand in
// two columns by turns, so that whoever aims at one has no other beside it.
constexpr double code_side = 11.2, row_height = code_side + 0.6;
constexpr double quiet = 4 * code_side / 21;
constexpr double number_x = left, number_width = 12, name_x = number_x + number_width + 2;
constexpr double signature_width = 42, time_width = 19, code_step = code_side + quiet;
constexpr double signature_x = right - signature_width, time_x = signature_x - time_width;
constexpr double codes_x = time_x - 2 * code_step, name_width = codes_x - name_x - 3;
constexpr double group_height = 8, cell = 0.8;

std::string join(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += " · ";
    out += part;
  }
  return out;
}

class SheetLayout {
 public:
  SheetLayout(const SheetPaper& sheet, const Letters& letters, const Catalogue& catalogue)
      : sheet_(sheet), letters_(letters), catalogue_(catalogue) {}

  Pages lay_out() {
    for (const SheetSession& session : sheet_.sessions) add(session);
    // How many there are is known at the end only.
    for (size_t i = 0; i < pages_.size(); ++i) {
      const std::string n = std::to_string(i + 1), m = std::to_string(pages_.size());
      page_ = &pages_[i];
      put({right - 40, top, 40, text("paper.page", {{"n", n}, {"m", m}}), {3.2}, Align::right});
    }
    return std::move(pages_);
  }

 private:
  std::string text(std::string_view key, TextArguments arguments = {}) const {
    return catalogue_.text(sheet_.language, key, arguments);
  }

  double put(Words words) {
    words.text = printable(words.text);
    const double height = words.text.empty() ? 0 : letters_.height_mm(words);
    if (height > 0) page_->marks.push_back(std::move(words));
    return height;
  }
  double put(const Words& words, std::initializer_list<double> sizes_mm, double height) {
    Words clean = words;
    clean.text = printable(words.text);
    return put(fitted(letters_, std::move(clean), sizes_mm, height));
  }

  void add(const SheetSession& session) {
    session_ = &session;
    start_page();
    for (const SheetGroup& group : session.groups) {
      group_ = &group;
      need(group_height + row_height);
      head_group();
      for (const SheetRow& row : group.rows) add(row);
    }
    group_ = nullptr;
    add_empty_rows();
  }

  // Some of them fit onto this page before a page is spent on them.
  void add_empty_rows() {
    need(group_height + 2 * row_height);
    put({left, y_ + 1.8, width, text("paper.others"), {3.6, Weight::semi_bold}}, {3.6, 3.2, 2.8},
        group_height - 2.4);
    y_ += group_height;
    for (size_t i = 0; i < sheet_empty_rows && y_ + row_height <= bottom; ++i) {
      boxes(row_height, time_x);
      y_ += row_height;
    }
  }

  void start_page() {
    pages_.push_back({paper_a4, {}});
    page_ = &pages_.back();
    y_ = top;
    const Words programme{left, y_, width - 45, session_->programme, {3.6}, Align::left, faint_ink};
    y_ += std::max(put(programme, {3.6, 3.2, 2.8}, 10), 5.0) + 1;
    const Words title{left, y_, width, session_->title, {5.4, Weight::bold}};
    y_ += put(title, {5.4, 4.6, 4.0, 3.4}, 13) + 1;
    y_ += put({left, y_, width, join({session_->time, session_->room}), {4.2, Weight::semi_bold}});
    const std::string kiosk =
        sheet_.kiosk.empty() ? "" : text("paper.kiosk", {{"name", printable(sheet_.kiosk)}});
    const Words where{left, y_ + 1, width, join({sheet_.venue, sheet_.date, kiosk}), {3.6}};
    y_ += put(where, {3.6, 3.2, 2.8}, 10) + 2;
    note();
    head_table();
  }

  // What these codes are good for, where nobody overlooks it.
  void note() {
    const Words words =
        fitted(letters_, {left + 2, y_ + 1.2, width - 4, text("paper.staff_only"), {3.2}},
               {3.2, 2.9, 2.7}, 4);
    const double height = letters_.height_mm(words) + 2.4;
    page_->marks.push_back(Box{left, y_, width, height, faint_ground, true});
    put(words);
    y_ += height + 2;
  }

  void head_table() {
    const auto head = [&](double x, double w, std::string_view key, Align align = Align::left) {
      return put({x, y_, w, text(key), {2.9}, align, faint_ink}, {2.9, 2.5, 2.2}, 4);
    };
    double height = head(number_x, number_width, "paper.number", Align::right);
    height = std::max(height, head(name_x, name_width, "paper.name"));
    height = std::max(height, head(codes_x, 2 * code_step, "paper.code"));
    height = std::max(height, head(time_x + cell, time_width - cell, "paper.time"));
    height = std::max(height, head(signature_x + cell, signature_width, "paper.signature"));
    y_ += height + 1;
    rule(ink);
    y_ += 0.6;
  }

  void head_group() {
    Words words{left, y_ + 1.8, codes_x - quiet - left, group_->title, {3.8, Weight::semi_bold}};
    words.height_most = group_height - 2;
    put(words, {3.8, 3.2, 2.6, 2.2}, words.height_most);
    y_ += group_height;
    page_->marks.push_back(Line{left, y_, codes_x - quiet, y_, faint_line});
  }

  void need(double height) {
    if (y_ + height <= bottom) return;
    start_page();
    if (group_) head_group();
  }

  void add(const SheetRow& row) {
    Words name{name_x, 0, name_width, printable(row.name), {4.0}};
    constexpr double code_line = 3.6;
    name = fitted(letters_, std::move(name), {4.0, 3.6, 3.2}, row_height - code_line - 0.8);
    const double name_height = name.text.empty() ? 0 : letters_.height_mm(name);
    const double height = std::max(row_height, name_height + code_line + 0.8);
    need(height);
    const double free = (height - name_height - code_line) / 2;
    name.y = y_ + free;
    put({number_x, name.y + 0.5, number_width, row.number, {3.2}, Align::right, faint_ink},
        {3.2, 2.6, 2.2, 1.8}, 5);
    put(name);
    put({name_x, name.y + name_height, name_width, row.code, {2.5}, Align::left, faint_ink});
    const double code_x = codes_x + (odd_ ? code_step : 0);
    odd_ = !odd_;
    put_code(code_x, height, row.code);
    boxes(height, codes_x - quiet);
    y_ += height;
  }

  // As large as its modules are, in the middle of its place.
  void put_code(double x, double height, const std::string& code) {
    page_->marks.push_back(Code{x, y_ + (height - code_side) / 2, code_side, code});
  }

  // Of a row whose lower edge is drawn up to `edge`: no line comes near a code, which needs white
  // around it.
  void boxes(double height, double edge) {
    const double end = y_ + height;
    page_->marks.push_back(Line{left, end, edge, end, faint_line});
    page_->marks.push_back(Box{time_x, y_, time_width, height, faint_line});
    page_->marks.push_back(Box{signature_x, y_, signature_width, height, faint_line});
  }

  void rule(double shade) { page_->marks.push_back(Line{left, y_, right, y_, shade}); }

  const SheetPaper& sheet_;
  const Letters& letters_;
  const Catalogue& catalogue_;
  Pages pages_;
  Page* page_ = nullptr;
  const SheetSession* session_ = nullptr;
  const SheetGroup* group_ = nullptr;
  double y_ = 0;
  bool odd_ = false;
};

}  // namespace

Pages lay_out(const SheetPaper& sheet, const Letters& letters, const Catalogue& catalogue) {
  return SheetLayout(sheet, letters, catalogue).lay_out();
}

}  // namespace otmetka::kiosk::paper
