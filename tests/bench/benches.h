// tests/bench/benches.h - what there is to measure.
#pragma once
#include "tests/bench/report.h"

namespace otmetka::bench {

/// A durable check-in beside a bare append, and its flushes.
void checkin(Report& report);
/// The story whose flushes strace counts, in a process of its own: `append` or `scan`.
int flushes(const std::string& story, int facts, const std::string& directory);
/// Bytes a fact inside sealed segments, beside an ideal coder.
void payload(Report& report);
/// Sealing, accepting and a whole exchange, in facts a second.
void exchange(Report& report);
/// What one exchange costs beyond the facts in it, on the wire.
void envelope(Report& report);
/// What a day of check-ins costs on the wire.
void day(Report& report);
/// A scan and its exchange, with very many facts stored at both ends.
void history(Report& report);
/// A scan at the real kiosk under Xvfb, until its verdict is on the screen.
void kiosk(Report& report);
/// The real daemon: while nothing is new, and when many facts wait.
void daemon(Report& report);
/// The real central with very many connections on which nothing happens.
void connections(Report& report);
/// Writes facts into the journal of an enrolled kiosk, for that; in a process of its own.
int fill(const std::string& data, size_t count);
/// A keystroke of the name search, beside a full-text index.
void search(Report& report);
/// What a kiosk pays for knowing who is inside: at its start, at a look at the mirror, for a board.
void presence(Report& report);

}  // namespace otmetka::bench
