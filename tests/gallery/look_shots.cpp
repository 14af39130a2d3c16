// Screens in the looks that a visitor may choose, the card with the switches, the ring of the
// focus.
#include <fmt/format.h>

#include "tests/gallery/shots.h"

namespace otmetka::gallery {

using kiosk::State;

namespace {

struct Kind {
  const char *screen, *name;
};
constexpr Kind kinds[] = {
    {"enrol", "failed"},
    {"attract", "now-and-next"},
    {"attract", "now-longest"},
    {"attract", "offline"},
    {"attract", "out-of-service"},
    {"kiosk", "out-of-service"},
    {"kiosk", "service-asked"},
    {"kiosk", "rehearsal-asked"},
    {"verdict", "green"},
    {"verdict", "amber-tomorrow"},
    {"verdict", "guest"},
    {"verdict", "refused-replaced"},
    {"verdict", "not-saved"},
    {"leaving", "asked"},
    {"overview", "university"},
    {"halls", "university-vr"},
    {"today", "during"},
    {"exhibits", "university-career-centre"},
    {"time-out", "announced"},
    {"today", "another-day"},
    {"identify", "three"},
    {"identify", "asked"},
    {"verdict", "not-a-badge"},
    {"today", "route"},
    {"sign-in", "wait"},
    {"sign-in", "number"},
    {"board", "done"},
    {"board", "rehearsal"},
    {"people", "delegation"},
    {"people", "everybody"},
    {"people", "left"},
    {"board", "teams"},
    {"person", "three"},
    {"person", "noted"},
    {"person", "reason"},
    {"inside", "roll-call"},
    {"walk-in", "typed"},
    {"kiosk", "not-ready"},
    {"kiosk", "clock"},
    {"attract", "announcement"},
    {"attract", "emergency"},
    {"idea", "writing"},
    {"idea", "needs-badge"},
    {"idea", "saved"},
    {"consent", "asked"},
    {"consent", "declined"},
    {"mine", "declined"},
    {"verdict", "photo"},
    {"verdict", "photo-amber"},
    {"person", "photo"},
    {"consent", "photo"},
    {"mine", "photo-given"},
};

}  // namespace

// One of each kind of screen in the other looks, and the card that switches them over each.
void add_looks(std::vector<Shot>& shots) {
  const std::vector<Shot> standard = shots;
  const auto add_look = [&](const char* suffix, const char* what, auto change) {
    for (const Shot& shot : standard) {
      for (const Kind& kind : kinds) {
        if (shot.screen != kind.screen || shot.name != kind.name) continue;
        State state = shot.state;
        change(state);
        shots.push_back({kind.screen, shot.name + suffix, shot.what + what, std::move(state)});
      }
    }
  };
  add_look("-contrast", ", high contrast", [](State& state) { state.access.high_contrast = true; });
  add_look("-low", ", lower controls", [](State& state) { state.access.low_controls = true; });
  add_look("-larger", ", larger text", [](State& state) { state.access.larger_text = true; });
  for (const Shot& shot : standard) {
    if (shot.screen != "attract" || shot.name != "now-and-next") continue;
    State state = shot.state;
    state.access_asked = true;
    state.sound = true;
    shots.push_back({"access", "asked", "the switches", state});
    state.access = {true, true};
    shots.push_back({"access", "both-on", "both switches are on", state});
    state.access.low_controls = false;
    shots.push_back({"access", "contrast-on", "high contrast is on", state});
    state.sound = false;
    shots.push_back({"access", "without-sound", "a kiosk that cannot be heard", state});
  }
}

// The ring of the focus, on grounds of every kind, in both looks.
void add_rings(std::vector<Shot>& shots) {
  struct Ring {
    const char *screen, *name, *target;
    int layer;
  };
  constexpr Ring rings[] = {
      {"attract", "now-and-next", "search", 0},  {"attract", "now-longest", "language tt", 0},
      {"attract", "offline", "access", 0},       {"identify", "three", "key erase", 0},
      {"identify", "three", "found 1", 0},       {"identify", "asked", "yes", 1},
      {"verdict", "green", "about", 0},          {"verdict", "not-a-badge", "search", 0},
      {"overview", "university", "tab 0", 0},    {"overview", "university", "figure 0", 0},
      {"halls", "university-vr", "mark 0", 0},   {"access", "asked", "switch voice", 1},
      {"time-out", "announced", "more time", 1},
  };
  const std::vector<Shot> standard = shots;
  for (const Ring& ring : rings) {
    for (const Shot& shot : standard) {
      if (shot.screen != ring.screen || shot.name != ring.name) continue;
      for (const bool contrast : {false, true}) {
        State state = shot.state;
        state.access.high_contrast = contrast;
        std::string name =
            fmt::format("{}-{}-{}", ring.screen, ring.target, contrast ? "contrast" : "usual");
        std::replace(name.begin(), name.end(), ' ', '-');
        shots.push_back(
            {"keypad", std::move(name), "the keypad's next press is for this", std::move(state)});
        shots.back().focus = kiosk::Focused{ring.target, ring.layer, false};
      }
    }
  }
}

}  // namespace otmetka::gallery
