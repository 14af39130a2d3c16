// Put back from a copy, the office may publish before kiosks have brought back what it had
// published since: its channels then go on in two ways, and both count. Where the two give one
// thing two numbers, or say two things of one number, somebody has to look.
#include "shared/model/payload.pb.h"
#include "shared/store/mirror.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

/// Of what, and what is said of it.
using Said = std::map<std::pair<Kind, std::string>, std::string>;

std::string number_in(const Subject& subject) {
  const uint32_t* number = subject.number();
  return number ? std::to_string(*number) : "";
}

void note_named(Said& said, Kind kind, const std::string& name, const std::string& number) {
  said[{kind, "named " + name}] = number;
}

void note(const ChannelFact& fact, Said& said) {
  const Fact& row = fact.placed.fact;
  const std::string payload(as_text(row.payload));
  switch (row.kind) {
    case Kind::cohort:
      if (is_cohort_scope(fact.placed.id.scope)) said[{row.kind, ""}] = payload;
      return;
    case Kind::session: {
      payload::Session session;
      if (!session.ParseFromString(payload)) return;
      note_named(said, row.kind, session.name(), number_in(row.session));
      said[{row.kind, number_in(row.session)}] = payload + number_in(row.venue);
      return;
    }
    case Kind::person:
      if (fact.text)
        note_named(said, row.kind, std::string(as_text(*fact.text)), number_in(row.person));
      said[{row.kind, number_in(row.person)}] = payload;
      return;
    default:
      return;
  }
}

struct Branches {
  std::vector<ForkNode> nodes;
  std::vector<Fork> forks;
  std::map<std::pair<size_t, size_t>, Said> said;  // by fork and way
};

void note_in_ways(const ChannelFact& fact, Branches& branches) {
  const FactId& id = fact.placed.id;
  for (size_t f = 0; f < branches.forks.size(); ++f) {
    const std::vector<Way>& ways = branches.forks[f].ways;
    for (size_t w = 0; w < ways.size(); ++w) {
      for (const WayPart& part : ways[w]) {
        if (branches.nodes[part.node].epoch == id.epoch && id.seq >= part.first)
          note(fact, branches.said[{f, w}]);
      }
    }
  }
}

size_t clashes_of(const Branches& branches) {
  size_t found = 0;
  for (auto one = branches.said.begin(); one != branches.said.end(); ++one) {
    for (auto other = std::next(one); other != branches.said.end(); ++other) {
      if (one->first.first != other->first.first) continue;
      for (const auto& [what, value] : one->second) {
        const auto there = other->second.find(what);
        if (there != other->second.end() && there->second != value) ++found;
      }
    }
  }
  return found;
}

}  // namespace

Status Central::note_clashes() {
  std::map<LogId, Branches> channels;
  for (const HeldEpoch& epoch : TRY(logs().epochs_of(id_)))
    channels[epoch.log].nodes.push_back({epoch.epoch, epoch.parent, epoch.held});
  for (auto& [log, branches] : channels) branches.forks = find_forks(branches.nodes);
  std::erase_if(channels, [](const auto& each) { return each.second.forks.empty(); });
  if (channels.empty()) return done();
  const auto visit = [&](const ChannelFact& fact) {
    const auto branches = channels.find({id_, fact.placed.id.scope});
    if (branches != channels.end()) note_in_ways(fact, branches->second);
    return done();
  };
  TRY(each_channel_fact(logs(), id_, keys_, visit,
                        [](const HeldEpoch&, const Error&) { return done(); }));
  uint64_t found = 0;
  for (const auto& [log, branches] : channels) found += clashes_of(branches);
  return found == 0 ? done() : raise_alarm("published-twice", id_, found);
}

}  // namespace otmetka
