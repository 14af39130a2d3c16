// The tones without an ear: which pitch is when, by the strength of each note's frequency.
#include "kiosk/app/tones.h"

#include <catch2/catch_all.hpp>
#include <cmath>
#include <numbers>
#include <span>

using namespace otmetka::kiosk;

namespace {

// Goertzel: how strong one frequency is in some samples.
double strength(std::span<const int16_t> some, double hz) {
  const double turn = 2 * std::numbers::pi * hz / samples_per_s, twice = 2 * std::cos(turn);
  double before = 0, last = 0;
  for (const int16_t sample : some) {
    const double now = sample + twice * last - before;
    before = last;
    last = now;
  }
  return std::sqrt(last * last + before * before - twice * last * before) /
         static_cast<double>(some.size());
}

double strongest(std::span<const int16_t> some) {
  double best = 0, most = 0;
  for (double hz = 200; hz < 2000; hz += 2) {
    if (const double now = strength(some, hz); now > most) {
      most = now;
      best = hz;
    }
  }
  return best;
}

int loudest(std::span<const int16_t> some) {
  int most = 0;
  for (const int16_t sample : some) most = std::max(most, std::abs(static_cast<int>(sample)));
  return most;
}

// The middle of each stretch of sound, as pitches; stretches are cut where it is nearly silent.
std::vector<double> heard(const std::vector<int16_t>& all) {
  constexpr size_t window = samples_per_s / 200;  // 5 ms
  constexpr int silent = 2500;
  std::vector<double> out;
  size_t from = 0;
  bool sounds = false;
  const auto end = [&](size_t at) {
    const std::span<const int16_t> part(all.data() + from, at - from);
    if (sounds && part.size() > window * 6)
      out.push_back(strongest(part.subspan(part.size() / 4, part.size() / 2)));
  };
  for (size_t at = 0; at + window <= all.size(); at += window) {
    const bool now = loudest({all.data() + at, window}) > silent;
    if (now == sounds) continue;
    end(at);
    from = at;
    sounds = now;
  }
  end(all.size());
  return out;
}

bool near(double a, double b) { return std::abs(a - b) < 8; }

}  // namespace

TEST_CASE("the ear of this test tells pitches") {
  std::vector<int16_t> pure;
  for (size_t i = 0; i < 4000; ++i) {
    const double turn = 2 * std::numbers::pi * 600 / samples_per_s * static_cast<double>(i);
    pure.push_back(static_cast<int16_t>(9000 * std::sin(turn)));
  }
  CHECK(near(strongest(pure), 600));
}

TEST_CASE("green rises, amber stays, what failed falls") {
  const std::vector<double> green = heard(samples(Tone::green)),
                            amber = heard(samples(Tone::amber)),
                            failed = heard(samples(Tone::failed));
  REQUIRE(green.size() == 3);
  CHECK(green[0] * 1.1 < green[1]);
  CHECK(green[1] * 1.1 < green[2]);
  REQUIRE(amber.size() == 2);
  CHECK(near(amber[0], amber[1]));
  REQUIRE(failed.size() == 3);
  CHECK(failed[0] > failed[1] * 1.1);
  CHECK(failed[1] > failed[2] * 1.1);
}

TEST_CASE("no two tones are alike, in their notes or in how long they last") {
  for (const Tone a : tones) {
    for (const Tone b : tones) {
      if (a == b) continue;
      INFO(tone_name(a) << " and " << tone_name(b));
      const std::vector<double> one = heard(samples(a)), other = heard(samples(b));
      const bool same_notes = std::equal(one.begin(), one.end(), other.begin(), other.end(), near);
      CHECK_FALSE(same_notes);
      const std::string name = tone_name(a), other_name = tone_name(b);
      CHECK(name != other_name);
    }
  }
}

TEST_CASE("a tone is short, begins and ends in silence, and neither clicks nor clips") {
  for (const Tone tone : tones) {
    INFO(tone_name(tone));
    const std::vector<int16_t> all = samples(tone);
    CHECK(all.size() > samples_per_s / 6);
    CHECK(all.size() < samples_per_s);
    CHECK(std::abs(all.front()) < 200);
    CHECK(std::abs(all.back()) < 200);
    CHECK(loudest(all) > 8000);
    CHECK(loudest(all) < 16000);
    int jump = 0;
    for (size_t i = 1; i < all.size(); ++i) jump = std::max(jump, std::abs(all[i] - all[i - 1]));
    CHECK(jump < 6000);
  }
}
