#include <fmt/format.h>

#include <algorithm>

#include "tests/golden/golden.h"

namespace otmetka::golden {
namespace {

std::string or_nothing(std::string text) { return text.empty() ? "-" : text; }

std::string word(const Subject& subject) {
  if (subject.number()) return std::to_string(*subject.number());
  return subject.reference() ? to_text(*subject.reference()) : "-";
}

template <typename List, typename Say>
std::string joined(const List& list, Say say) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ",") + say(item);
  return or_nothing(out);
}

}  // namespace

std::string describe(const Fact& fact) {
  return fmt::format(
      "kind={} flags={} boot={} wall={} person={} session={} venue={} method={} actor={} "
      "references={} payload={} detached={}",
      static_cast<uint64_t>(fact.kind), fact.flags, fact.boot_s, fact.wall_s, word(fact.person),
      word(fact.session), word(fact.venue), static_cast<unsigned>(fact.method), word(fact.actor),
      joined(fact.references, [](const FactId& id) { return to_text(id); }),
      or_nothing(to_hex(fact.payload)), fact.detached ? to_hex(*fact.detached) : "-");
}

std::string describe(const SegmentHeader& header) {
  const std::string parent = header.parent
                                 ? fmt::format("{}/{}/{}", to_text(header.parent->epoch),
                                               header.parent->seq, to_hex(header.parent->link))
                                 : "-";
  return fmt::format(
      "type={} device={} key={} scope={} scope_key={} epoch={} parent={} first={} count={} "
      "previous={} last_link={} heads={} codec={} nonce={} payload_length={} payload_hash={}",
      static_cast<unsigned>(header.type), to_hex(header.log.device), to_hex(header.key_id),
      header.log.scope, to_hex(header.scope_key_id), to_text(header.epoch), parent, header.first,
      header.count, to_hex(header.previous), to_hex(header.last_link),
      joined(header.heads,
             [](const ChannelHead& head) {
               return fmt::format("{}/{}", to_text(head.epoch), head.seq);
             }),
      static_cast<unsigned>(header.codec), to_hex(header.nonce), header.payload_length,
      to_hex(header.payload_hash));
}

std::string describe(const Receipt& receipt) {
  const auto entry = [](const ReceiptEntry& e) {
    return fmt::format("{}/{}/{}/{}/{}/{}", to_hex(e.log.device), e.log.scope, to_text(e.epoch),
                       e.durable, to_hex(e.link), e.archived);
  };
  return fmt::format("role={} store={} store_epoch={} time={} entries={} held={} key={}",
                     static_cast<unsigned>(receipt.role), to_hex(receipt.store),
                     hex64(receipt.store_epoch), receipt.time_s, joined(receipt.entries, entry),
                     joined(receipt.detached, [](const Hash& name) { return to_hex(name); }),
                     to_hex(receipt.key_id));
}

std::string describe(const Badge& badge) {
  return fmt::format(
      "issuer={} cohort={} person={} role={} language={} issue={} not_before={} not_after={}",
      to_hex(badge.issuer), static_cast<uint32_t>(badge.cohort),
      static_cast<uint32_t>(badge.person), badge.role, static_cast<unsigned>(badge.language),
      badge.issue, badge.not_before_s, badge.not_after_s);
}

std::string describe(const WalkInCode& code) {
  return fmt::format("signer={} cohort={} device={} epoch={} seq={} language={} rehearsal={}",
                     to_hex(code.signer), static_cast<uint32_t>(code.cohort), to_hex(code.device),
                     to_text(code.epoch), code.seq, static_cast<unsigned>(code.language),
                     code.rehearsal ? 1 : 0);
}

std::string describe(const EnrolCode& code) {
  return fmt::format("central={} tls_pin={} secret={} expires={} address={}", to_hex(code.central),
                     to_hex(code.tls_pin), to_hex(code.secret), code.expires_s, code.address);
}

}  // namespace otmetka::golden
