#include "kiosk/ui/focus.h"

#include <algorithm>
#include <cmath>

namespace otmetka::kiosk {
namespace {

bool of_one_row(const Rect& a, const Rect& b) {
  const float shared = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return shared > std::min(a.h, b.h) / 2;
}

int top_layer(const std::vector<Proof::Target>& all) {
  int top = 0;
  for (const Proof::Target& target : all) top = std::max(top, target.layer);
  return top;
}

}  // namespace

Place place_of(const State& state) {
  return {state.screen, state.page, state.stage, state.desk.page, state.verdict_count};
}

std::vector<std::vector<Proof::Target>> rows_of_top_layer(const std::vector<Proof::Target>& all) {
  const int top = top_layer(all);
  std::vector<Proof::Target> sorted;
  std::copy_if(all.begin(), all.end(), std::back_inserter(sorted),
               [top](const auto& target) { return target.layer == top; });
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.rect.y < b.rect.y; });
  std::vector<std::vector<Proof::Target>> rows;
  for (Proof::Target& target : sorted) {
    if (rows.empty() || !of_one_row(rows.back().front().rect, target.rect)) rows.emplace_back();
    rows.back().push_back(std::move(target));
  }
  for (auto& row : rows) {
    std::stable_sort(row.begin(), row.end(),
                     [](const auto& a, const auto& b) { return a.rect.x < b.rect.x; });
  }
  return rows;
}

size_t Focus::count() const {
  size_t count = 0;
  for (const auto& row : rows_) count += row.size();
  return count;
}

const Proof::Target& Focus::nth(size_t index) const {
  size_t row = 0;
  while (index >= rows_[row].size()) index -= rows_[row++].size();
  return rows_[row][index];
}

void Focus::go_to(size_t index) {
  at_ = index;
  names_.back() = count() == 0 ? "" : nth(index).name;
}

const Proof::Target* Focus::target() const { return shown_ && count() > 0 ? &nth(at_) : nullptr; }

void Focus::see(const Place& place, const std::vector<Proof::Target>& targets,
                const std::optional<Proof::List>& list) {
  list_ = list && list->layer == top_layer(targets) ? list : std::nullopt;
  const Rect before = count() > 0 ? nth(at_).rect : Rect{};
  const size_t layers = static_cast<size_t>(top_layer(targets)) + 1;
  const bool stays = place == place_ && layers == names_.size();
  if (place != place_) names_.clear();
  place_ = place;
  names_.resize(layers);
  rows_ = rows_of_top_layer(targets);
  size_t nearest = 0;
  float least = INFINITY;
  for (size_t i = 0; i < count(); ++i) {
    const Proof::Target& each = nth(i);
    if (each.name == names_.back()) return go_to(i);
    const float apart = std::hypot(each.rect.middle_x() - before.middle_x(),
                                   each.rect.middle_y() - before.middle_y());
    if (stays && apart < least) {
      least = apart;
      nearest = i;
    }
  }
  go_to(nearest);
}

void Focus::step_in_rows(int step) {
  size_t row = 0, first = 0;
  while (at_ >= first + rows_[row].size()) first += rows_[row++].size();
  const float x = nth(at_).rect.middle_x();
  const size_t other = (row + rows_.size() + static_cast<size_t>(step)) % rows_.size();
  first = 0;
  for (size_t i = 0; i < other; ++i) first += rows_[i].size();
  size_t nearest = 0;
  for (size_t i = 1; i < rows_[other].size(); ++i) {
    const auto apart = [&](size_t n) { return std::abs(rows_[other][n].rect.middle_x() - x); };
    if (apart(i) < apart(nearest)) nearest = i;
  }
  go_to(first + nearest);
}

bool Focus::move(Key key) {
  const bool moves = key == Key::next || key == Key::previous || key == Key::left ||
                     key == Key::right || key == Key::up || key == Key::down;
  if (!moves) return false;
  if (!shown_ || count() == 0) {
    shown_ = true;
    return true;
  }
  const size_t all = count();
  if (key == Key::up) step_in_rows(-1);
  if (key == Key::down) step_in_rows(1);
  if (key == Key::next || key == Key::right) go_to((at_ + 1) % all);
  if (key == Key::previous || key == Key::left) go_to((at_ + all - 1) % all);
  return true;
}

std::optional<size_t> Focus::row_beyond(Key key) const {
  const Proof::Target* here = target();
  if (!here || !here->row || !list_) return std::nullopt;
  const auto of_list = [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      if (nth(i).row) return true;
    }
    return false;
  };
  const bool last = *here->row + 1 == list_->first + list_->rows;
  const bool later = key == Key::down                        ? last
                     : key == Key::next || key == Key::right ? last && !of_list(at_ + 1, count())
                                                             : false;
  if (later && list_->first + list_->rows < list_->count) return list_->first + 1;
  const bool first = *here->row == list_->first;
  const bool earlier = key == Key::up                             ? first
                       : key == Key::previous || key == Key::left ? first && !of_list(0, at_)
                                                                  : false;
  if (earlier && list_->first > 0) return list_->first - 1;
  return std::nullopt;
}

}  // namespace otmetka::kiosk
