#include "kiosk/ui/figure_table.h"

namespace otmetka::kiosk {
namespace {

constexpr float number_parts[] = {1, 0.8f, 0.62f, 0.5f};
constexpr int columns_max = 3;

}  // namespace

FigureTable::FigureTable(const Ui& ui, const payload::Exhibit& exhibit)
    : ui_(ui), exhibit_(exhibit) {
  if (exhibit.figures_size() < 2) return;
  shared_source_ = figure_source(ui, exhibit.figures(0));
  for (const auto& each : exhibit.figures()) {
    if (figure_source(ui, each) != shared_source_) shared_source_.clear();
  }
}

// No word is broken and no number made smaller for the sake of a column.
bool FigureTable::may_be(const Layout& layout, float width) const {
  if (layout.columns == 1) return true;
  if (exhibit_.figures_size() < layout.columns) return false;
  const float column = column_width(layout, width);
  for (const auto& each : exhibit_.figures()) {
    if (widest_word(ui_.theme().label, ui_.say(each.label())) > column) return false;
    if (widest_word(ui_.theme().label, ui_.say(each.unit())) > column) return false;
    if (figure_width(ui_, each, layout.number_part) > column) return false;
  }
  return true;
}

// The calmest first: two columns of large numbers.
std::vector<FigureTable::Layout> FigureTable::layouts(float width) const {
  std::vector<Layout> out;
  for (const float part : number_parts) {
    for (const int columns : {2, columns_max, 1}) {
      const Layout layout{columns, part};
      // Three columns are for the many.
      if (columns > 2 && exhibit_.figures_size() < 2 * columns) continue;
      if (may_be(layout, width)) out.push_back(layout);
    }
  }
  return out;
}

bool FigureTable::fits(float width, float height, float least_number_part) const {
  if (empty()) return true;
  const std::vector<Layout> all = layouts(width);
  return std::any_of(all.begin(), all.end(), [&](const Layout& layout) {
    return layout.number_part >= least_number_part && height_of(layout, width) <= height + 1;
  });
}

float FigureTable::column_width(const Layout& layout, float width) const {
  const auto columns = static_cast<float>(layout.columns);
  return (width - ui_.theme().gap * (columns - 1)) / columns;
}

int FigureTable::rows(const Layout& layout) const {
  return (exhibit_.figures_size() + layout.columns - 1) / layout.columns;
}

float FigureTable::row_height(const Layout& layout, float width, int row) const {
  const float column = column_width(layout, width);
  float tallest = 0;
  const int end = std::min(exhibit_.figures_size(), (row + 1) * layout.columns);
  for (int i = row * layout.columns; i < end; ++i) {
    const FigureLook look{layout.number_part, shared_source_.empty()};
    tallest = std::max(tallest, figure_height(ui_, column, exhibit_.figures(i), look));
  }
  return tallest;
}

// Small numbers stand closer together.
float FigureTable::row_gap(const Layout& layout) const {
  return ui_.theme().gap * (layout.number_part - 0.2f);
}

float FigureTable::foot_height(float width) const {
  if (shared_source_.empty()) return 0;
  return ui_.theme().gap * 0.4f + wrapped_height(ui_.theme().caption, width, shared_source_);
}

float FigureTable::height_of(const Layout& layout, float width) const {
  float height = foot_height(width) - row_gap(layout);
  for (int row = 0; row < rows(layout); ++row)
    height += row_height(layout, width, row) + row_gap(layout);
  return std::ceil(height);
}

float FigureTable::height(float width) const {
  return empty() ? 0 : height_of(layouts(width).front(), width);
}

void FigureTable::draw(Rect in) const {
  if (empty()) return;
  // The first that fits, else the lowest.
  const std::vector<Layout> all = layouts(in.w);
  Layout layout = all.front();
  for (const Layout& each : all) {
    if (height_of(layout, in.w) <= in.h + 1) break;
    if (height_of(each, in.w) < height_of(layout, in.w)) layout = each;
  }
  const float gap = ui_.theme().gap;
  // What is missing is taken from between the rows.
  const float missing = std::max(0.0f, height_of(layout, in.w) - in.h);
  const float between =
      std::max(row_gap(layout) - missing / static_cast<float>(rows(layout)), 0.0f);
  for (int row = 0; row < rows(layout); ++row) {
    const float tallest = row_height(layout, in.w, row);
    if (tallest > in.h + 1) return ui_.left_out("a figure");
    Rect line = in.cut_top(tallest, between);
    const float column = column_width(layout, line.w);
    const int end = std::min(exhibit_.figures_size(), (row + 1) * layout.columns);
    for (int i = row * layout.columns; i < end; ++i) {
      figure(ui_, line.cut_left(column, gap), exhibit_.figures(i),
             {layout.number_part, shared_source_.empty()});
    }
  }
  if (shared_source_.empty()) return;
  const float nearer = between - gap * 0.4f;
  in.y -= nearer;
  in.h += nearer;
  put_wrapped(ui_.pen(), ui_.theme().caption, in, ui_.colour().muted, shared_source_);
}

}  // namespace otmetka::kiosk
