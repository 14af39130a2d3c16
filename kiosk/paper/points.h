// kiosk/paper/points.h - the unit of PDF files and of cairo's surfaces for them.
#pragma once

namespace otmetka::kiosk::paper {

inline constexpr double points_an_inch = 72, millimetres_an_inch = 25.4;
inline constexpr double points(double mm) { return mm * points_an_inch / millimetres_an_inch; }
inline constexpr double millimetres(double points) {
  return points * millimetres_an_inch / points_an_inch;
}

}  // namespace otmetka::kiosk::paper
