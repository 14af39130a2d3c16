// What the office should look at: boxes of one image, boxes that were put back, a central that was,
// and keys that somebody goes on using. Kept until somebody closes it; raised again when it grows.
#include <fmt/format.h>

#include <algorithm>

#include "sync/central/central.h"

namespace otmetka {
namespace {

// A moment more or less does not matter to whoever asks which box has been silent.
constexpr int64_t heard_every_s = 600;
// Of each end of a way.
constexpr size_t parts_looked_at = 8;

}  // namespace

Status Central::raise_alarm(std::string_view kind, const DeviceId& about, uint64_t weight) {
  Query q = db_->query(
      "INSERT INTO alarm(kind, about, first_s, last_s, weight) VALUES(?1, ?2, ?3, ?3, ?4) ON "
      "CONFLICT DO UPDATE SET last_s=excluded.last_s, weight=excluded.weight, closed=0 WHERE "
      "excluded.weight > alarm.weight");
  return q.bind(kind).bind(about).bind(clock_->wall_s()).bind(weight).run();
}

Status Central::note_event(std::string_view kind, const DeviceId& about) {
  Query q = db_->query(
      "INSERT INTO alarm(kind, about, first_s, last_s, weight) VALUES(?1, ?2, ?3, ?3, 1) ON "
      "CONFLICT DO UPDATE SET last_s=excluded.last_s, weight=weight+1, closed=0 WHERE closed=1 OR "
      "excluded.last_s >= last_s + 60");
  return q.bind(kind).bind(about).bind(clock_->wall_s()).run();
}

Status Central::note_old_key(const DeviceId& device, ByteView message, const Signature& signature) {
  for (const KeyEnd& end : directory_.key_ends()) {
    if (end.device == device && verify(end.before, Context::authentication, message, signature))
      return note_event("old-key", device);
  }
  return done();
}

Status Central::drop_alarm(std::string_view kind, const DeviceId& about) {
  return db_->query("DELETE FROM alarm WHERE kind=? AND about=?").bind(kind).bind(about).run();
}

Result<std::vector<Central::Alarm>> Central::alarms() {
  Query q =
      db_->query("SELECT id, kind, about, first_s, last_s, weight, closed FROM alarm ORDER BY id");
  std::vector<Alarm> out;
  while (TRY(q.step()))
    out.push_back({q.integer(0), q.text(1), q.array<16>(2), q.integer(3), q.integer(4), q.bits(5),
                   q.integer(6) != 0});
  return out;
}

Status Central::close_alarm(int64_t number) {
  {
    Query q = db_->query("SELECT 1 FROM alarm WHERE id=?");
    if (!TRY(q.bind(number).step()))
      return fail(Failure::absent, "no alarm has this number; `otmetka alarm list` has them all");
  }
  return db_->query("UPDATE alarm SET closed=1 WHERE id=?").bind(number).run();
}

// ---- forks ----

/// When the facts of one way happened, as far as anchors tell, and in which order they came.
struct Central::Span {
  std::optional<TimeInterval> first, last;
  int64_t first_came = INT64_MAX, last_came = 0;

  void add(const TimeInterval& time) {
    if (!first) first = last = time;
    first->earliest_s = std::min(first->earliest_s, time.earliest_s);
    first->latest_s = std::min(first->latest_s, time.latest_s);
    last->earliest_s = std::max(last->earliest_s, time.earliest_s);
    last->latest_s = std::max(last->latest_s, time.latest_s);
  }
  bool ends_before(const Span& other) const {
    return first && other.first && last->latest_s < other.first->earliest_s;
  }
  bool begins_before_the_end_of(const Span& other) const {
    return first && other.first && first->latest_s < other.last->earliest_s;
  }
};

// Both ends of a way, in the order in which it came: enough to tell when it began and how far it
// goes, however long it has become.
Result<Central::Span> Central::span_of(const std::vector<HeldEpoch>& epochs, const Way& parts) {
  Span span;
  Way way = parts;
  std::sort(way.begin(), way.end(), [&](const WayPart& a, const WayPart& b) {
    return epochs[a.node].row_id < epochs[b.node].row_id;
  });
  for (size_t i = 0; i < way.size(); ++i) {
    if (i >= parts_looked_at && i + parts_looked_at < way.size()) continue;
    const HeldEpoch& epoch = epochs[way[i].node];
    Query q = db_->query("SELECT min(id), max(id) FROM segment WHERE epoch=? AND last>=?");
    if (TRY(q.bind(epoch.row_id).bind(way[i].first).step()) && !q.null(0)) {
      span.first_came = std::min(span.first_came, q.integer(0));
      span.last_came = std::max(span.last_came, q.integer(1));
    }
    for (const Seq from : {way[i].first, epoch.held}) {
      const auto opened = TRY(logs().facts(epoch, keys_, from, 1));
      if (opened.facts.empty()) continue;
      const OpenedFact& fact = opened.facts.front();
      const auto time =
          time_.of({{epoch.log.device, epoch.log.scope, epoch.epoch, fact.seq}, fact.fact});
      if (time && !time->contradicted) span.add(*time);
    }
  }
  return span;
}

// Of a disk that was put back, one way had ended before the other began. Of two machines both go
// on at the same time.
bool Central::is_cloned(const std::vector<HeldEpoch>& epochs, const Fork& fork) {
  std::vector<Span> spans;
  for (const Way& way : fork.ways) {
    const auto span = span_of(epochs, way);
    if (span) spans.push_back(span.value());
  }
  for (size_t i = 0; i < spans.size(); ++i) {
    for (size_t k = i + 1; k < spans.size(); ++k) {
      const Span &a = spans[i], &b = spans[k];
      if (a.ends_before(b) || b.ends_before(a)) continue;
      if (a.begins_before_the_end_of(b) && b.begins_before_the_end_of(a)) return true;
      // Times do not tell: who came while the other one was still coming?
      if (a.first_came < b.last_came && b.first_came < a.last_came) return true;
    }
  }
  return false;
}

Status Central::judge_log(const LogId& log) {
  const std::vector<HeldEpoch> epochs = TRY(logs().epochs(log));
  std::vector<ForkNode> nodes;
  for (const HeldEpoch& epoch : epochs) nodes.push_back({epoch.epoch, epoch.parent, epoch.held});
  Forks found;
  for (const Fork& fork : find_forks(nodes))
    ++(is_cloned(epochs, fork) ? found.cloned : found.put_back);
  forks_[log] = found;
  uint64_t cloned = 0, put_back = 0;
  for (const auto& [other, forks] : forks_) {
    if (other.device != log.device) continue;
    cloned += forks.cloned;
    put_back += forks.put_back;
  }
  if (const auto twice = written_twice_.find(log.device); twice != written_twice_.end())
    cloned += twice->second.size();
  if (cloned > 0) {
    TRY(drop_alarm("put-back", log.device));
    return raise_alarm("cloned", log.device, cloned);
  }
  return put_back > 0 ? raise_alarm("put-back", log.device, put_back)
                      : drop_alarm("put-back", log.device);
}

Status Central::judge_all_logs() {
  newest_.clear();
  forks_.clear();
  std::map<LogId, std::vector<ForkNode>> nodes;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    if (epoch.log.device == id_) continue;
    nodes[epoch.log].push_back({epoch.epoch, epoch.parent, epoch.held});
    newest_[epoch.log] = epoch.epoch;
  }
  for (const auto& [log, its] : nodes) {
    if (!find_forks(its).empty()) TRY(judge_log(log));
  }
  return done();
}

// A healthy log grows in the epoch that came last; whatever else happens is looked at, and a disk
// that was put back with each fact, since it may turn out to be two.
Status Central::watch_logs(const DeviceId& from, const Taken& taken) {
  std::set<LogId> suspects, unusual;
  for (const auto& [log, epoch] : taken.conflicted) {
    if (log.device == from && written_twice_[from].insert(epoch).second) suspects.insert(log);
  }
  for (const auto& [log, epoch] : taken.epochs) {
    if (log.device != from) continue;
    const auto known = forks_.find(log);
    const bool undecided = known != forks_.end() && known->second.put_back > 0;
    const auto newest = newest_.find(log);
    if (newest == newest_.end() || newest->second != epoch || undecided) unusual.insert(log);
  }
  for (const LogId& log : unusual) {
    const auto all = TRY(logs().epochs(log));
    if (!all.empty()) newest_[log] = all.back().epoch;
    if (all.size() > 1) suspects.insert(log);
  }
  for (const LogId& log : suspects) TRY(judge_log(log));
  return done();
}

// ---- who was heard ----

Status Central::note_heard(const DeviceId& device, const std::string& software) {
  const int64_t now = clock_->wall_s();
  const auto known = heard_.find(device);
  if (known != heard_.end() && now >= known->second && now < known->second + heard_every_s)
    return done();
  Query q = db_->query("INSERT OR REPLACE INTO heard(device, at, software) VALUES(?, ?, ?)");
  TRY(q.bind(device).bind(now).bind(software).run());
  heard_[device] = now;
  return done();
}

Result<std::map<DeviceId, Central::Heard>> Central::heard() {
  std::map<DeviceId, Heard> out;
  Query q = db_->query("SELECT device, at, software FROM heard");
  while (TRY(q.step())) out[q.array<16>(0)] = {q.integer(1), q.text(2)};
  return out;
}

// What a box is to know of itself; its own staff and whoever repairs it read it.
Result<std::vector<std::string>> Central::notices_for(const Device& device) {
  std::vector<std::string> out;
  const auto replaced = directory_.replaced_devices().find(device.id);
  if (replaced != directory_.replaced_devices().end()) {
    out.push_back(
        fmt::format("another kiosk ({}) has taken this one's place", to_text(replaced->second)));
  } else if (device.revoked) {
    out.push_back("the office has revoked this kiosk");
  }
  if (later_.contains(device.id))
    out.push_back(
        "this kiosk is of a later version than central, which cannot read all that it sends: "
        "update "
        "central; until then it stays here");
  for (const Alarm& alarm : TRY(alarms())) {
    if (alarm.about != device.id || alarm.closed) continue;
    if (alarm.kind == "flood")
      out.push_back(
          "this kiosk sends far more than people can record; central takes so much of it a day, "
          "and the rest waits here");
    if (alarm.kind == "cloned")
      out.push_back(
          "cloned image: two machines run as this kiosk; enrol one of them anew, in a "
          "fresh directory");
    if (alarm.kind == "put-back")
      out.push_back(
          "this kiosk was put back to an older state; what it had recorded since then "
          "and delivered is kept at central");
  }
  return out;
}

Result<Central::Losses> Central::losses() {
  Losses out;
  out.texts = lost_texts_.size() + lost_words_.size();
  out.keys = lost_keys_.size();
  // One that was revoked may say what it likes.
  out.later =
      static_cast<size_t>(std::count_if(later_.begin(), later_.end(), [&](const DeviceId& id) {
        return !directory_.device_revoked(id);
      }));
  out.quarantined = static_cast<size_t>(TRY(logs().quarantined()));
  Query q = db_->query("SELECT count(*) FROM unreadable");
  TRY(q.step());
  out.unreadable = static_cast<size_t>(q.integer(0));
  return out;
}

}  // namespace otmetka
