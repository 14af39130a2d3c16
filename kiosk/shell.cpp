#include "kiosk/shell.h"

#include <cstdio>
#include <future>
#include <thread>

#include "kiosk/app/roll_call.h"
#include "kiosk/app/searched_names.h"
#include "kiosk/app/update.h"
#include "kiosk/device/scanners.h"
#include "kiosk/inbox.h"
#include "kiosk/platform/pictures.h"
#include "kiosk/platform/window.h"
#include "kiosk/print_desk.h"
#include "kiosk/service.h"
#include "kiosk/staff_desk.h"
#include "kiosk/startup.h"
#include "kiosk/trace.h"
#include "kiosk/ui/keypad.h"
#include "kiosk/ui/list_hand.h"
#include "kiosk/ui/ui.h"
#include "kiosk/visitor_desk.h"
#include "kiosk/whole_code.h"
#include "kiosk/world_of.h"
#include "shared/store/files.h"
#include "shared/store/recorder.h"

namespace otmetka::kiosk {
namespace {

constexpr uint64_t refresh_every_ms = 1000;
// After a group has come through; a checkpoint inside a visitor's commit would be the whole of its
// worst case.
constexpr uint64_t checkpoint_after_idle_ms = 5000;
// A press is seen in one frame and let go in the next. What scans and time change is whole in its
// first frame, and a second one would only keep the next visitor waiting.
constexpr int frames_after_touch = 2, frames_after_change = 1;

class Shell {
 public:
  Shell(const ShellOptions& options, const Clock& clock, Recorder recorder, Catalogue catalogue,
        Trace trace, Station station)
      : data_(options.data),
        clock_(clock),
        recorder_(std::move(recorder)),
        catalogue_(std::move(catalogue)),
        trace_(std::move(trace)),
        sound_(std::move(station.sound)),
        window_(std::move(station.window)),
        theme_(station.theme),
        pictures_(blob_directory(options.data), [this] { window_->wake(); }) {
    if (!options.scanners.empty()) start_scanners(options.scanners);
  }

  Status start_printer(const std::string& address, paper::PaperSize badge_size) {
    return print_desk_.start(address, badge_size);
  }
  void run();

 private:
  void start_scanners(const std::vector<std::string>& sources);
  uint64_t sleep_ms() const;
  void collect(const Window::Input& input);
  void collect_keys(const Window::Input& input);
  void take_code();
  void take_key();
  void read_world();
  void read_names();
  void tell_scan(const Result<ScanResult>& result, std::optional<Language> language);
  void refresh_sometimes();
  void checkpoint_sometimes();
  void pass_time();
  void fit_theme();
  void draw();
  void see_sound();
  void sound_frame(const Proof& proof);
  void see_finger();

  void happen(Happening what);
  /// Durable; else it was said why not.
  bool kept(const Result<FactId>& fact, const char* what);
  void perform(const RecordScan& effect);
  void perform(const FindName& effect);
  void perform(const RecordFound& effect);
  void perform(const ReadVisit& effect);
  void perform(const RecordCheckOut& effect);
  void perform(const RecordIdea& effect);
  void perform(const RecordConsent& effect);
  void perform(const KeepEnrolCode& effect);
  void perform(const CheckPin& effect);
  void perform(const ReadBoard& effect);
  void perform(const ReadPerson& effect);
  void perform(const ReadInside& effect);
  void perform(const ReadKiosk& effect);
  template <StaffAct Act>
  void perform(const Act& effect);
  void perform(const KeepService& effect);
  void perform(const Rehearse& effect);
  void perform(const RecordHealth& effect);
  void perform(const PrintSheet& effect);
  void perform(const PrintBadge& effect);

  std::string data_;
  const Clock& clock_;
  Recorder recorder_;
  Catalogue catalogue_;
  Trace trace_;
  SoundOut sound_;
  Spoken spoken_{catalogue_};
  Keypad keypad_;
  std::unique_ptr<Window> window_;
  Theme theme_;
  ListHand list_hand_{theme_.pixels_per_mm};
  std::optional<Proof::List> list_;  // of the last frame, if it can be reached
  State state_;
  SearchedNames names_;
  bool names_due_ = false;  // somebody may have come, gone or declined since they were read
  Inbox inbox_;
  CodeSplitter typed_{is_whole_code, scanner_patience_ms};
  int frames_due_ = frames_after_touch;
  int64_t drawn_minute_ = 0;
  uint64_t refreshed_ms_ = 0, active_ms_ = 0;
  bool checkpoint_due_ = false;
  std::string last_trouble_;
  Pictures pictures_;                   // these have threads that call into the ones above,
  std::unique_ptr<Scanners> scanners_;  // so they end first
  PrintDesk print_desk_{catalogue_, [this] { window_->wake(); }};
  std::jthread pin_check_;
};

void Shell::start_scanners(const std::vector<std::string>& sources) {
  ScannerListener listener;
  listener.code = [this](ScannedCode code) {
    if (inbox_.put(std::move(code))) trace_.scan();
    window_->wake();
  };
  listener.present = [this](bool present) {
    inbox_.put_present(present);
    window_->wake();
  };
  listener.note = [](const std::string& note) {
    std::fprintf(stderr, "otmetka-kiosk: scanner %s\n", note.c_str());
  };
  scanners_ = std::make_unique<Scanners>(sources, is_whole_code, std::move(listener));
}

void Shell::happen(Happening what) {
  const Effects effects =
      update(state_, Event{clock_.boot_ms(), recorder_.time().now_s, std::move(what)});
  frames_due_ = std::max(frames_due_, frames_after_change);
  for (const Effect& effect : effects) {
    std::visit([this](const auto& wanted) { perform(wanted); }, effect);
  }
}

void Shell::perform(const RecordScan& effect) {
  active_ms_ = clock_.boot_ms();
  if (const StaffEntry* staff = staff_of_badge(effect.code, recorder_.directory()))
    return happen(StaffBadgeShown{staff->number});
  if (effect.staff_only) return;
  const auto who = effect.roll_call ? recorder_.holder_of(effect.code) : std::nullopt;
  if (who && is_in_roll_call(state_, *who)) return happen(FoundByBadge{*who});
  const auto result = recorder_.scan(effect.code, effect.by_card ? Method::nfc : Method::qr);
  std::optional<Language> language;
  if (!result) language = language_of_code(effect.code);
  tell_scan(result, language);
}

void Shell::perform(const RecordFound& effect) {
  active_ms_ = clock_.boot_ms();
  tell_scan(recorder_.check_in(effect.cohort, effect.person, Method::search), std::nullopt);
}

void Shell::tell_scan(const Result<ScanResult>& result, std::optional<Language> language) {
  if (!result) {
    if (result.error().failure == Failure::not_enrolled) return happen(NotEnrolled{});
    std::fprintf(stderr, "otmetka-kiosk: a scan was not saved: %s\n",
                 result.error().message.c_str());
    return happen(NotSaved{language});
  }
  const ScanResult& scan = result.value();
  const bool written = scan.fact && !scan.decision.scope.empty();
  if (written) {
    trace_.durable(*scan.fact);
    checkpoint_due_ = true;
  }
  happen(Recorded{told_verdict(recorder_, scan)});
}

void Shell::perform(const ReadVisit& effect) {
  if (auto read = read_visit(recorder_, effect)) happen(std::move(*read));
}

void Shell::perform(const FindName& effect) {
  read_names();
  happen(NamesFound{effect.typed, names_.find(effect.typed, recorder_.directory())});
}

bool Shell::kept(const Result<FactId>& fact, const char* what) {
  active_ms_ = clock_.boot_ms();
  if (!fact) {
    std::fprintf(stderr, "otmetka-kiosk: %s was not saved: %s\n", what,
                 fact.error().message.c_str());
    return false;
  }
  trace_.durable(fact.value());
  checkpoint_due_ = true;
  return true;
}

void Shell::perform(const RecordCheckOut& effect) {
  const Leaving& leaving = effect.leaving;
  const Subject session = leaving.session ? Subject(*leaving.session) : Subject();
  const auto fact = recorder_.check_out(leaving.cohort, leaving.person, session);
  if (!kept(fact, "a check-out")) return happen(NotSaved{});
  happen(CheckedOut{recorder_.time().now_s});
}

void Shell::perform(const RecordIdea& effect) {
  const auto fact = recorder_.idea(effect.cohort, effect.person, effect.exhibit, effect.text);
  if (!kept(fact, "an idea")) return happen(NotSaved{std::nullopt, Act::idea});
  happen(IdeaRecorded{});
}

void Shell::perform(const RecordConsent& effect) {
  const bool photo = effect.about == About::photo;
  const auto fact =
      recorder_.consent(effect.who.cohort, effect.who.person,
                        photo ? payload::Consent::PHOTO : payload::Consent::DATA, effect.agreed);
  if (!kept(fact, "a consent")) return happen(NotSaved{std::nullopt, Act::consent});
  names_due_ = true;
  happen(ConsentRecorded{effect.agreed, photo ? roster_photo(recorder_, effect.who).name : ""});
}

void Shell::perform(const KeepEnrolCode& effect) {
  const Status kept = keep_enrol_code(recorder_.journal(), effect.code, clock_);
  if (!kept) happen(EnrolCodeNotKept{kept.error().message});
}

void Shell::perform(const CheckPin& effect) {
  pin_check_ =
      std::jthread([this, staff = staff_to_check(recorder_.directory(), effect), check = effect] {
        inbox_.put_pin({check.attempt, check_pin(staff, check.pin)});
        window_->wake();
      });
}

void Shell::perform(const ReadBoard& effect) { happen(read_board(recorder_, effect)); }

void Shell::perform(const ReadPerson& effect) {
  if (auto read = read_person(recorder_, effect)) happen(std::move(*read));
}

void Shell::perform(const ReadInside&) { happen(read_inside(recorder_)); }

void Shell::perform(const ReadKiosk&) {
  happen(read_kiosk(recorder_, data_, scanners_ != nullptr));
}

template <StaffAct Act>
void Shell::perform(const Act& effect) {
  active_ms_ = clock_.boot_ms();
  checkpoint_due_ = true;
  ActDone done = act(recorder_, effect);
  if constexpr (std::is_same_v<Act, AssignVenue>) read_world();
  happen(std::move(done));
}

void Shell::perform(const KeepService& effect) {
  if (keep_out_of_service(recorder_.journal(), effect.out)) return;
  ActReport report;
  report.what = ActReport::What::not_saved;
  happen(ActDone{std::move(report)});
}

void Shell::perform(const Rehearse& effect) { recorder_.set_rehearsal(effect.on); }

// Not written is no harm: it is tried again, and nobody waits for it.
void Shell::perform(const RecordHealth& effect) {
  const payload::Health health =
      health_fact(effect.health, scanners_ != nullptr, disk_free_bytes(journal_directory(data_)));
  if (!recorder_.record_health(health)) return;
  checkpoint_due_ = true;
  happen(HealthRecorded{effect.health});
}

void Shell::perform(const PrintSheet& effect) { print_desk_.print(effect, recorder_); }

void Shell::perform(const PrintBadge& effect) { print_desk_.print(effect); }

void Shell::read_world() {
  names_due_ = true;
  happen(world_of(recorder_));
}

// A long roster takes its time, which no frame waits for.
void Shell::read_names() {
  if (!names_due_) return;
  names_due_ = false;
  names_.read(recorder_.directory(), recorder_.directory_version(), recorder_.declined());
}

void Shell::refresh_sometimes() {
  const uint64_t now = clock_.boot_ms();
  if (now < refreshed_ms_ + refresh_every_ms) return;
  refreshed_ms_ = now;
  see_sound();
  const auto changed = recorder_.refresh();
  if (!changed) {
    // What was read before still holds; said once, not each second.
    if (changed.error().message != last_trouble_) {
      last_trouble_ = changed.error().message;
      std::fprintf(stderr, "otmetka-kiosk: %s\n", last_trouble_.c_str());
    }
    return;
  }
  last_trouble_.clear();
  if (changed.value()) read_world();
}

void Shell::checkpoint_sometimes() {
  if (!checkpoint_due_ || clock_.boot_ms() < active_ms_ + checkpoint_after_idle_ms) return;
  checkpoint_due_ = false;
  // Not done is no harm: the log grows until the next idle moment.
  (void)recorder_.journal().checkpoint().ok();
}

void Shell::collect(const Window::Input& input) {
  const uint64_t now = clock_.boot_ms();
  collect_keys(input);
  if (input.touched) {
    active_ms_ = now;
    keypad_.hide();
    happen(Touched{});
  }
  if (input.redraw) frames_due_ = frames_after_touch;
  if (const auto present = inbox_.take_present()) happen(ScannerSeen{*present});
  for (Happening& news : print_desk_.take_news()) happen(std::move(news));
  if (auto pin = inbox_.take_pin()) happen(PinChecked{pin->attempt, std::move(pin->shift)});
}

// Whoever types by hand types no code, unless it is one to the last letter.
void Shell::collect_keys(const Window::Input& input) {
  const uint64_t now = clock_.boot_ms();
  keypad_.feed(input.strokes, now);
  auto codes = typed_.feed(input.typed, now);
  if (input.typed.empty()) codes = typed_.silence(now);
  if (codes.empty()) return;
  const bool scanned = keypad_.scanner_typed();
  for (ScannedCode& code : codes) {
    if (!scanned && !is_whole_code(code.text)) continue;
    keypad_.forget_keys();
    if (inbox_.put(std::move(code))) trace_.scan();
  }
}

void Shell::take_key() {
  const auto press = keypad_.take(state_);
  if (!press) return;
  active_ms_ = clock_.boot_ms();
  happen(Keyed{});
  if (press->what != Press::What::none) happen(Pressed{*press});
  if (keypad_.wants_again()) spoken_.again();
  frames_due_ = frames_after_touch;
}

// One a frame, so that every visitor of a quick queue sees a verdict of their own.
void Shell::take_code() {
  if (auto code = inbox_.take_code())
    happen(CodeScanned{std::move(code->text), code->readable, code->by_card});
}

void Shell::pass_time() {
  const uint64_t now = clock_.boot_ms();
  if (now >= next_change_ms(state_)) happen(Tick{});
  const bool shows_clock = state_.screen == Screen::attract || state_.screen == Screen::venue ||
                           state_.screen == Screen::staff;
  if (shows_clock && recorder_.time().now_s / 60 != drawn_minute_) happen(Tick{});
}

uint64_t Shell::sleep_ms() const {
  if (frames_due_ > 0) return 0;
  const uint64_t now = clock_.boot_ms();
  uint64_t until = refreshed_ms_ + refresh_every_ms;
  until = std::min(until, next_change_ms(state_));
  if (typed_.waiting()) until = std::min(until, typed_.silent_at_ms());
  if (const auto silent_ms = keypad_.silent_at_ms()) until = std::min(until, *silent_ms);
  return until > now ? until - now : 1;
}

// Other wishes are other fonts, which takes a moment; a panel that cannot have them stays as it is.
void Shell::fit_theme() {
  const ThemeWishes wishes =
      theme_.granted({state_.access.larger_text, state_.access.low_controls});
  if (wishes == theme_.wishes) return;
  auto made = Theme::make(window_->width(), window_->height(), window_->pixels_per_mm(), wishes);
  if (made) theme_ = made.value();
  theme_.wishes = wishes;
}

void Shell::draw() {
  if (pictures_.upload()) frames_due_ = std::max(frames_due_, frames_after_change);
  if (frames_due_ == 0) return;
  --frames_due_;
  if (window_->has_touches()) frames_due_ = frames_after_touch;
  const uint64_t now = clock_.boot_ms();
  const PictureOf picture = [&](const std::string& hash) { return pictures_.picture(hash, now); };
  drawn_minute_ = state_.now_s / 60;
  fit_theme();
  window_->begin_frame();
  see_finger();
  Proof proof;
  const std::optional<Focused> focused = keypad_.focused();
  const Press press =
      draw_screen(state_, theme_, catalogue_, picture, &proof, focused ? &*focused : nullptr);
  window_->end_frame();
  // Nobody waited for them: the frame is out.
  for (const std::string& name : pictures_.take_wanted_photos())
    pictures_.give(name, read_photo(recorder_, name));
  pictures_.forget_unseen_photos();
  typed_.was_deaf_until(clock_.boot_ms());
  keypad_.was_deaf_until(clock_.boot_ms());
  if (keypad_.see(state_, proof.targets, proof.list))
    frames_due_ = std::max(frames_due_, frames_after_change);
  list_ = proof.list && proof.list->layer == proof.layer ? proof.list : std::nullopt;
  sound_frame(proof);
  trace_.frame(state_, std::move(proof));
  if (press.what != Press::What::none) {
    happen(Pressed{press});
    frames_due_ = frames_after_touch;
  }
}

// Before the frame is drawn, so that a touch which has dragged presses nothing in it.
void Shell::see_finger() {
  const Window::Finger& finger = window_->finger();
  for (const Scrolled& what :
       list_hand_.see({finger.x, finger.y, finger.down, finger.at_ms}, list_)) {
    active_ms_ = clock_.boot_ms();
    happen(what);
  }
}

void Shell::sound_frame(const Proof& proof) {
  if (moves(state_.list)) return;  // what passes by is not read out
  sound_.play(spoken_.after(state_, proof, keypad_.target()), state_.access.volume);
}

void Shell::see_sound() {
  const bool heard = sound_.can_be_heard();
  if (heard != state_.sound) happen(SoundSeen{heard});
}

void Shell::run() {
  happen(ServiceRead{kept_out_of_service(journal_path(data_))});
  read_world();
  see_sound();
  bool closed = false;
  while (!closed && !told_to_end()) {
    const bool waiting = inbox_.has_codes() || keypad_.has_keys();
    const Window::Input input = window_->wait(waiting ? 0 : sleep_ms());
    closed = input.closed;
    collect(input);
    take_code();
    take_key();
    refresh_sometimes();
    pass_time();
    draw();
    if (frames_due_ == 0) read_names();
    checkpoint_sometimes();
  }
}

}  // namespace

Status run_kiosk(const ShellOptions& options) {
  watch_signals();
  TRY(check_not_centrals(options.data));
  const auto clock = system_clock(options.clock_offset_s);
  const auto random = system_random();
  const WriterLock lock =
      TRY(WriterLock::take(journal_directory(options.data), "the kiosk's journal"));
  Trace trace = TRY(Trace::open(options.trace));
  Catalogue catalogue = TRY(load_catalogue(options.assets));
  // Each takes a good part of the time to the first frame. What ails the data is told first.
  auto reads_data =
      std::async(std::launch::async, [&] { return open_recorder(options.data, *clock, *random); });
  auto opened = open_station(options.window, options.sound);
  Recorder recorder = TRY(reads_data.get());
  Station station = TRY(std::move(opened));
  Shell shell(options, *clock, std::move(recorder), std::move(catalogue), std::move(trace),
              std::move(station));
  if (!options.printer.empty()) TRY(shell.start_printer(options.printer, options.badge_size));
  shell.run();
  return done();
}

}  // namespace otmetka::kiosk
