// kiosk/ui/figure_table.h - the figures of an exhibit in up to three columns, each with its source,
// or with the one that they share beneath them.
#pragma once
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

class FigureTable {
 public:
  FigureTable(const Ui& ui, const payload::Exhibit& exhibit);

  bool empty() const { return exhibit_.figures_size() == 0; }
  /// With numbers as large as numbers are set.
  float height(float width) const;
  /// With numbers not smaller than this part of their size.
  bool fits(float width, float height, float least_number_part) const;
  /// Numbers become smaller before anything is left out.
  void draw(Rect in) const;

 private:
  struct Layout {
    int columns = 1;
    float number_part = 1;
  };

  std::vector<Layout> layouts(float width) const;
  bool may_be(const Layout& layout, float width) const;
  float column_width(const Layout& layout, float width) const;
  float row_height(const Layout& layout, float width, int row) const;
  float row_gap(const Layout& layout) const;
  float foot_height(float width) const;
  float height_of(const Layout& layout, float width) const;
  int rows(const Layout& layout) const;

  const Ui& ui_;
  const payload::Exhibit& exhibit_;
  std::string shared_source_;  // empty: each has its own
};

}  // namespace otmetka::kiosk
