// shared/base/limits.h - every bound of the product in one place, each with its reason. Units come
// last in the name.
#pragma once
#include <cstddef>
#include <cstdint>

namespace otmetka {

// A segment is what a power cut or a flipped bit can cost to send again; 1,024 facts are 4 to 6 kB.
inline constexpr size_t segment_facts_max = 1024;
// Sealed in one transaction, so with one flush: a tenth of a second of work.
inline constexpr size_t segments_sealed_at_once = 16;
// While central is heard facts go to it one by one, as tails; those of this long, or this many, are
// then sealed as one segment, which takes their place.
inline constexpr uint64_t tail_ms_max = 600'000;
inline constexpr size_t tail_facts_max = 256;
// A writer stops at segment_rows_bytes_max; a reader refuses more than this before it allocates.
inline constexpr size_t segment_payload_bytes_max = 8u << 20;
// Larger texts are detached; this bounds a row that a hostile sender may make us hash.
inline constexpr size_t row_payload_bytes_max = 64u << 10;
inline constexpr size_t row_references_max = 256;
// A detached text; the largest is a photograph with an idea. Leaves room in a body beside it.
inline constexpr size_t detached_bytes_max = 3u << 20;
// The portrait that is made of somebody's photo: 240 × 320 pixels have 15 to 20 kB.
inline constexpr size_t portrait_bytes_max = 40u << 10;
// A picture of a package.
inline constexpr size_t blob_bytes_max = 4u << 20;
// Scope names are in every header: `venue:` and a name of 48.
inline constexpr size_t scope_bytes_max = 56;
// The longest code that is worth looking at; a badge has 135 characters, an enrolment code up to
// about 400.
inline constexpr size_t scanned_code_bytes_max = 1024;
// One body of an exchange, either way. Bounds memory at both ends; more goes into the next request.
inline constexpr size_t exchange_body_bytes_max = 4u << 20;
// Rows of one segment together, before they are packed: below that any number of whole segments and
// texts fits into bodies.
inline constexpr size_t segment_rows_bytes_max = 1u << 20;
// Stored segments that are looked at in an idle moment: about 5 ms of work. Once a minute this goes
// through the segments of a million facts in a quarter of an hour.
inline constexpr size_t segments_checked_at_once = 64;
// What central takes of one box at once, unless it is started with more. A check-in comes to about
// 90 bytes of rows here (its row, and 64 for it), and to ten times as much of central's memory: so
// 180,000 at once, years of a busy door, and 45,000 a day after that, one in two seconds. No box
// takes more than about 200 MB of memory at once and 50 MB a day, however little it sends.
inline constexpr uint64_t intake_rows_bytes_max = 16u << 20;
// The same on disk, where photos are with ideas.
inline constexpr uint64_t intake_stored_bytes_max = uint64_t{2} << 30;
// This part of it comes back in a day.
inline constexpr uint64_t intake_day_part = 4;
// What a fact, a segment and an epoch cost beside their bytes: each is looked at again and again.
inline constexpr uint64_t intake_fact_bytes = 64;
inline constexpr uint64_t intake_segment_bytes = 128;
inline constexpr uint64_t intake_epoch_bytes = 4096;
// A box that was revoked may deliver what it had; of what others get a day it gets this part.
inline constexpr uint64_t intake_revoked_part = 16;
// Opened to be counted, and folded as they are: about 18 MB. What is more is opened again.
inline constexpr size_t intake_facts_held_max = 32'768;
// Segments of a body are taken for so long; the rest comes with the next one.
inline constexpr uint64_t intake_work_ms_max = 1000;
// One box may have this much of central's time at once, and this part of it for good, while others
// have asked for anything so lately.
inline constexpr uint64_t work_share_ms_max = 20'000;
inline constexpr uint64_t work_share_part = 5;
inline constexpr uint64_t work_others_ms = 300'000;
// People count a second scan within this time as the same act.
inline constexpr uint64_t repeated_scan_s = 60;
// A session is "now" from this long before its start: groups come early, rarely by more.
inline constexpr int64_t session_early_s = 45 * 60;
// Who came later than this after the start is shown to staff as late; the office judges.
inline constexpr int64_t late_after_s = 10 * 60;
// Most people leave without a touch. This long after the end of their session nobody is believed to
// be inside any more; guests linger, and a roll call that lists one too many harms less than one
// that lists too few.
inline constexpr int64_t inside_after_session_s = 2 * 3600;
// The same for who came outside every session: half a day of visits.
inline constexpr int64_t inside_without_session_s = 4 * 3600;
// Facts of others that are folded at one look at the mirror: about 20 ms of the screen's time.
inline constexpr size_t facts_folded_at_once = 4096;
// A boot whose time is known better than this may be used to tell a visitor "not now".
inline constexpr int64_t anchored_within_s = 3600;
// An anchor or a session this far from 1970, either way, or of a machine that has run this long, is
// none, and a claim counts as no further: 34,000 years, and sums of a few fit into 64 bits.
inline constexpr int64_t anchor_bound_s = int64_t{1} << 40;
// Numbers (person, session, venue, cohort) of one channel epoch start at a random multiple of this.
inline constexpr uint32_t number_block_size = 4096;
// A name that is searched costs about 400 bytes of memory; 100,000 people are the most that any
// kiosk is measured with.
inline constexpr size_t searched_people_max = 131'072;
// The public side never lists people: from here on the visitor is asked for another letter.
inline constexpr size_t search_candidates_max = 3;
// Names looked at for one keystroke. Beyond it too many begin like this to show any.
inline constexpr size_t search_visits_max = 10'000;
// What the office calls a box: a place and a number fit, and a list of boxes stays readable.
inline constexpr size_t device_name_bytes_max = 200;
// A note on a person.
inline constexpr size_t note_bytes_max = 4096;
// An announcement is read in passing, from two metres, in large letters.
inline constexpr size_t announcement_letters_max = 160;
// The code that enrols a kiosk: long enough to drive to the box, short enough to be worthless when
// found.
inline constexpr int64_t enrol_code_valid_s = 24 * 3600;
// With no verified backup configured, `archived` trails `durable` by this long.
inline constexpr int64_t archived_without_backup_s = 30 * 24 * 3600;
// A cohort that is over is not forgotten before the clock has said so for this long.
inline constexpr uint64_t forgotten_when_due_for_s = 3600;
// A backup is made once a day; one that is missed is no alarm, two are.
inline constexpr int64_t backup_old_after_s = 2 * 24 * 3600 + 6 * 3600;

}  // namespace otmetka
