// kiosk/ui/ui.h - what a screen has in its hands while it draws one frame: words, times, pictures,
// measures. It reads and draws; it changes nothing and asks no disk.
#pragma once
#include <string>

#include "kiosk/app/event.h"
#include "kiosk/ui/focus.h"
#include "kiosk/ui/picture.h"
#include "kiosk/ui/text_layout.h"
#include "shared/text/catalogue.h"
#include "shared/text/local_time.h"

namespace otmetka::kiosk {

class Ui {
 public:
  Ui(const State& state, const Theme& theme, const Catalogue& catalogue, const PictureOf& pictures,
     Proof* proof, const Focused* focused = nullptr);

  std::string text(const char* key, TextArguments arguments = {}) const {
    return catalogue_.text(language_, key, arguments);
  }
  std::string text_in(Language language, const char* key) const {
    return catalogue_.text(language, key, {});
  }
  std::string plural(const char* key, uint64_t n) const {
    return catalogue_.plural(language_, key, n);
  }
  std::string say(const payload::Text& words) const { return in_language(words, language_); }
  Language language() const { return language_; }

  /// 09:30, at the venue.
  std::string clock(int64_t unix_s) const;
  /// "tomorrow", or a date.
  std::string day(int64_t unix_s) const;
  std::string date(int64_t unix_s) const;
  std::string weekday(int64_t unix_s) const;
  bool is_today(int64_t unix_s) const;
  /// "09:30 – 11:00", with the day before it unless that is today.
  std::string when(const SessionView& session) const;
  std::string number(double value) const;
  std::string as_of(const std::string& date) const { return as_of_text(language_, date); }

  Picture picture(const std::string& hash) const { return pictures_(hash); }
  const Theme& theme() const { return theme_; }
  const Palette& colour() const { return palette_; }
  /// Without the strip that says that this is a rehearsal.
  Rect screen() const { return screen_; }
  bool portrait() const { return screen_.h > screen_.w; }
  /// Lower controls are wished for, and the panel is high enough to need them.
  bool low() const { return low_; }
  /// Everything that is pressed stands in it: the whole screen, or the lower part of a high one.
  Rect reach() const;
  ImDrawList& canvas() const { return canvas_; }
  Pen pen() const { return {canvas_, proof_}; }
  /// Null but where somebody checks what is drawn.
  Proof* proof() const { return proof_; }
  /// What has the focus of the keypad; null: nothing is seen to have it.
  const Focused* focused() const { return focused_; }
  /// What is drawn in between is, if `only` says so, looked at and not touched, and lets touches
  /// through to what is drawn over it: to ImGui a disabled button still lies in the way.
  void begin_looked_at(bool only) const { looked_at_.push_back(only || is_looked_at()); }
  void end_looked_at() const { looked_at_.pop_back(); }
  bool is_looked_at() const { return !looked_at_.empty() && looked_at_.back(); }
  /// What the screen is about, for the voice: the same words as are drawn.
  void tell(const std::string& words) const { put_told({words, 0, false}); }
  /// A number in it changes by itself.
  void tell_once(const std::string& words) const { put_told({words, 0, true}); }
  /// Something that should be on this screen has no room on it.
  void left_out(const std::string& what) const {
    if (proof_) proof_->lines.push_back({what, {}, 0, true, Proof::Fault::left_out});
  }

 private:
  void put_told(Proof::Told told) const;
  LocalTime local(int64_t unix_s) const;

  const Theme& theme_;
  const Palette& palette_;
  const Catalogue& catalogue_;
  const PictureOf& pictures_;
  Language language_;
  std::string zone_;
  int64_t now_s_;
  Rect screen_;
  bool low_;
  ImDrawList& canvas_;
  Proof* proof_;
  const Focused* focused_;
  mutable std::vector<bool> looked_at_;
};

/// Draws the screen of a state over the whole window and says what was pressed on it.
Press draw_screen(const State& state, const Theme& theme, const Catalogue& catalogue,
                  const PictureOf& pictures, Proof* proof = nullptr,
                  const Focused* focused = nullptr);

Press draw_enrol(const State& state, const Ui& ui);
Press draw_attract(const State& state, const Ui& ui);
Press draw_identify(const State& state, const Ui& ui);
Press draw_verdict(const State& state, const Ui& ui);
Press draw_venue(const State& state, const Ui& ui);
Press draw_sign_in(const State& state, const Ui& ui);
Press draw_staff(const State& state, const Ui& ui);
Press draw_idea(const State& state, const Ui& ui);
/// The switches for eyes and reach, on a card over whatever is on the screen.
Press draw_access(const State& state, const Ui& ui);

}  // namespace otmetka::kiosk
