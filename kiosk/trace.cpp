#include "kiosk/trace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kiosk/app/health.h"

namespace otmetka::kiosk {
namespace {

std::string place(const FactId& fact) {
  return fmt::format(R"(,"scope":"{}","epoch":"{}","seq":{})", fact.scope, to_text(fact.epoch),
                     fact.seq);
}

const char* screen_name(Screen screen) {
  switch (screen) {
    case Screen::enrol:
      return "enrol";
    case Screen::attract:
      return "attract";
    case Screen::identify:
      return "identify";
    case Screen::verdict:
      return "verdict";
    case Screen::venue:
      return "venue";
    case Screen::sign_in:
      return "sign_in";
    case Screen::staff:
      return "staff";
    case Screen::idea:
      return "idea";
  }
  return "";
}

}  // namespace

Result<Trace> Trace::open(const std::string& path) {
  if (path.empty()) return Trace(-1);
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return fail(Failure::io, path + ": cannot be written: " + std::strerror(errno));
  return Trace(file);
}

Trace::~Trace() {
  if (file_ >= 0) close(file_);
}

void Trace::write_line(const std::string& rest) const {
  if (file_ < 0) return;
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::string line =
      fmt::format("{{\"t\":{},{}}}\n", now.tv_sec * 1000000000 + now.tv_nsec, rest);
  // Losing a line of a measurement is better than losing a visitor.
  (void)!::write(file_, line.data(), line.size());
}

void Trace::scan() const { write_line(R"("ev":"scan")"); }

void Trace::durable(const FactId& fact) const { write_line(R"("ev":"durable")" + place(fact)); }

void Trace::verdict(const VerdictView& view) const {
  const std::string came = view.came_s != 0 ? fmt::format(R"(,"came":{})", view.came_s) : "";
  write_line(fmt::format(R"("ev":"verdict","verdict":"{}"{}{})", verdict_name(view.verdict),
                         view.fact ? place(*view.fact) : "", came));
}

void Trace::targets(const std::vector<Proof::Target>& targets) const {
  std::string list;
  int top = 0;
  for (const Proof::Target& target : targets) top = std::max(top, target.layer);
  for (const Proof::Target& target : targets) {
    if (target.layer != top) continue;
    list += fmt::format(R"({}"{}":[{:.0f},{:.0f}])", list.empty() ? "" : ",", target.name,
                        target.rect.middle_x(), target.rect.middle_y());
  }
  write_line(fmt::format(R"("ev":"targets","targets":{{{}}})", list));
}

void Trace::screen(Screen screen) const {
  write_line(fmt::format(R"("ev":"screen","name":"{}")", screen_name(screen)));
}

void Trace::photo() const {
  const Rect at = photo_.value_or(Rect{});
  write_line(fmt::format(R"("ev":"photo","shown":{},"at":[{:.0f},{:.0f},{:.0f},{:.0f}])",
                         photo_.has_value(), at.x, at.y, at.w, at.h));
}

void Trace::service(bool out) const { write_line(fmt::format(R"("ev":"service","out":{})", out)); }

void Trace::frame(const State& state, Proof proof) {
  if (file_ < 0) return;
  if (screen_ != state.screen) {
    screen_ = state.screen;
    screen(state.screen);
  }
  if (out_of_service_ != is_out_of_service(state)) {
    out_of_service_ = is_out_of_service(state);
    service(out_of_service_);
  }
  if (state.screen == Screen::verdict && verdict_ != state.verdict_count) {
    verdict_ = state.verdict_count;
    verdict(*state.verdict);
  }
  if (photo_ != proof.photo) {
    photo_ = proof.photo;
    photo();
  }
  if (targets_ != proof.targets && !moves(state.list)) {
    targets_ = std::move(proof.targets);
    targets(targets_);
  }
}

}  // namespace otmetka::kiosk
