// kiosk/app/state.h - everything that decides what is on the screen, as plain values. Only update()
// changes it.
#pragma once
#include <memory>

#include "kiosk/app/printing.h"
#include "kiosk/app/scroll.h"
#include "kiosk/app/staff_state.h"

namespace otmetka::kiosk {

// People read a verdict in three to five seconds (WCAG 2.2.1 leaves results that anyone may dismiss
// to us).
inline constexpr uint64_t verdict_shown_ms = 4000;
// Whoever is asked for their consent reads the verdict on its card too. A question to one person
// must not be there for the next one to answer, so it waits less than a page does.
inline constexpr uint64_t consent_after_ms = 2500, consent_asked_ms = 40000,
                          declined_shown_ms = 10000;
// A finger on its way to what was there before must not answer a question that comes by itself.
// Reading one takes longer.
inline constexpr uint64_t question_rests_ms = 1000;
// Asking "are you leaving?" waits for a finger, not for reading only.
inline constexpr uint64_t leave_asked_ms = 15000;
// The same with a voice, which tells three times as slowly what eyes read, and keys after it.
inline constexpr uint64_t verdict_told_ms = 30000;
// Without a touch for this long the visitor has walked away; the last part of it is announced on
// the screen, so that one tap gives more time (WCAG 2.2.1: at least 20 s).
inline constexpr uint64_t idle_ms = 60000;
inline constexpr uint64_t warned_ms = 20000;
// With a voice: longer than any page is read out.
inline constexpr uint64_t idle_told_ms = 180000;
// The daemon needs some seconds to reach central; an old reason of failure is not shown before
// that.
inline constexpr uint64_t enrol_patience_ms = 12000;
// More letters than any name that a person types to the end.
inline constexpr size_t typed_letters_max = 40;
inline constexpr uint64_t enrol_note_ms = 6000, unanswered_ms = 6000;
// An idea is one sentence, and a second one that says why. What is left is told when it is little.
inline constexpr size_t idea_letters_max = 300, idea_letters_little = 40;
// A scanner with a loose plug comes and goes each second; the log is not for that.
inline constexpr uint64_t health_every_ms = 3'600'000, health_change_every_ms = 60'000;

enum class Screen : uint8_t { enrol, attract, identify, verdict, venue, idea, sign_in, staff };
enum class VenuePage : uint8_t { overview, halls, exhibits, today, mine };
enum class EnrolStep : uint8_t { waiting, working, failed };
enum class IdeaStep : uint8_t { none, needs_badge, writing, saving, not_saved, saved };
enum class ConsentStep : uint8_t { none, asked, saving, not_saved, declined };
enum class About : uint8_t { data, photo };  // what a question of consent is about
enum class Stage : uint8_t { told, asks_to_leave, left, stays };  // of the verdict screen

struct EnrolView {
  EnrolStep step = EnrolStep::waiting;
  bool connected = false;          // central knows us; roster and programme are on their way
  std::string reason;              // why the last attempt failed, in the daemon's words
  std::optional<Failure> failure;  // of which kind, where it was told
  std::string reason_before;       // as it stood when the code was scanned
  uint64_t since_ms = 0;           // when the code was scanned
  uint64_t note_until_ms = 0;      // "not enrolled yet" is shown until then
};

/// How this kiosk stands to the world, for the chip at the edge.
struct SyncView {
  int64_t at_s = 0;  // wall clock of the last successful exchange; 0: never
  std::string reason;
  std::optional<Failure> failure = {};  // of which kind the reason is, where it was told
  bool online() const { return at_s != 0 && reason.empty(); }
  bool operator==(const SyncView&) const = default;
};

/// What the office is told of this kiosk itself: what a visitor cannot be asked about.
struct Health {
  uint64_t codes_not_badges = 0, not_saved = 0;  // since the last that was told
  bool scanner_missing = false;
  bool disk_refuses = false;             // the last fact was not kept
  bool out_of_service = false;           // staff say so: nothing of a visitor is recorded
  std::optional<PrinterReason> printer;  // none: there is none, or it was not seen yet
};

/// A visitor without a badge, who looks for their own name.
struct Identify {
  std::string typed;
  SearchView found;              // for what is typed
  std::optional<size_t> chosen;  // of found: "is this you?"
  bool latin_keys = false;       // chosen on the keyboard; else as the language has it
};

/// What a visitor would take home. The draft stays while its step is none, until they leave.
struct Idea {
  IdeaStep step = IdeaStep::none;
  std::string exhibit;   // by its name; empty: the venue as a whole
  std::string text;      // UTF-8
  bool goes_on = false;  // a verdict lies above it, and closes onto it
  bool latin_keys = false, sign_keys = false;
  bool other_case = false;  // the next letter is not of the case that its place asks for
};

// A step is about 6 dB.
inline constexpr int volume_least = 1, volume_usual = 3, volume_most = 5;

/// How a visitor wants the kiosk to be. The next one finds it as it was.
struct Access {
  bool high_contrast = false;
  bool low_controls = false;  // on a high panel what is pressed stands in its lower part
  bool larger_text = false;   // where the panel has room for it
  bool voice = false;         // the kiosk says what is on the screen
  int volume = volume_usual;
  bool operator==(const Access&) const = default;
};

struct State {
  uint64_t now_ms = 0;  // monotonic; never goes back
  int64_t now_s = 0;    // Unix, as this kiosk believes

  Screen screen = Screen::enrol;
  Language language = Language::ru;
  Language home_language = Language::ru;
  Access access;
  bool access_asked = false;  // the card with its switches lies on the screen
  bool sound = false;         // this kiosk can be heard, so a voice can be switched on

  bool enrolled = false;
  EnrolView enrol;
  std::shared_ptr<const VenueView> whole_venue;  // with what is not shown now
  std::shared_ptr<const VenueView> venue;        // as it is shown now; both whenever enrolled
  SyncView sync;

  PrinterView printer;

  // Codes that were scanned in vain, out of service; the last one is told of until then.
  uint64_t unanswered = 0, unanswered_until_ms = 0;

  Health health, told_health;
  uint64_t health_told_ms = 0, health_tried_ms = 0;

  std::optional<VerdictView> verdict;  // there exactly while the screen is the verdict's
  Stage stage = Stage::told;
  uint64_t verdict_count = 0;  // grows with each verdict, so that a repeated one is a new one
  uint64_t verdict_until_ms = 0;
  int64_t left_at_s = 0;

  Identify identify;  // empty unless the screen is its own

  Idea idea;
  // The question lies on a verdict, or on the page of one's own check-ins.
  ConsentStep consent = ConsentStep::none;
  About consent_about = About::data;
  uint64_t consent_opens_ms = 0;  // until then nobody can have read it

  // Whoever the last verdict was for, until they leave; then `visit` can be asked for.
  std::optional<Leaving> visitor;
  std::optional<OnwardView> way;  // theirs, to another venue
  std::optional<VisitView> visit;

  SignIn sign_in;  // empty unless the screen is its own
  PinGuard guard;
  std::optional<Shift> shift;  // somebody of the staff has signed in
  Desk desk;                   // empty without a shift
  bool rehearsal = false;      // what is recorded counts nowhere
  uint64_t rehearsal_until_ms = 0;

  VenuePage page = VenuePage::overview;
  size_t hall = 0, exhibit = 0;  // chosen; checked against the venue whenever it changes
  Scroll list;                   // of the page that is open; there is at most one that is long
  bool shows_route = false;      // on the page of today

  uint64_t touched_ms = 0;
};

/// How long a verdict stays by itself.
uint64_t verdict_time_ms(const State& state);
/// When a visitor who does nothing has walked away.
uint64_t forgotten_ms(const State& state);

/// Whether the screen waits for a visitor who may have walked away.
bool times_out(const State& state);
/// Whether the question is open.
bool asks_consent(const State& state);

/// The office's emergency message, while it holds; it takes the place of what visitors see.
const AnnouncementView* emergency_of(const State& state);

/// Where the day goes on for whoever stands here: what their verdict told, or else what anybody is
/// told; none when nothing follows soon.
const OnwardView* way_on(const State& state);

/// Whether the time-out is being announced, and the seconds that are left of it.
bool warns_of_timeout(const State& state);
uint64_t timeout_seconds_left(const State& state);

/// When something will change by itself, if nobody does anything: the shell sleeps until then.
uint64_t next_change_ms(const State& state);

}  // namespace otmetka::kiosk
