#include "shared/log/row.h"

#include <fmt/format.h>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

// Without references, and with the numbers of a programme.
constexpr size_t row_bytes_usual = 32;

void write_subject(ByteWriter& out, const Subject& subject) {
  if (const uint32_t* number = subject.number()) {
    out.uvarint(uint64_t{*number} + 1);
  } else if (const FactId* reference = subject.reference()) {
    out.uvarint(1);
    write_reference(out, *reference);
  } else {
    out.uvarint(0);
  }
}

Result<Subject> read_subject(ByteReader& in) {
  const uint64_t tag = TRY(in.uvarint());
  if (tag == 0) return Subject();
  if (tag == 1) return Subject(TRY(read_reference(in)));
  if (tag - 1 > UINT32_MAX) return fail(Failure::bad_input, "a number beyond 2^32");
  return Subject(static_cast<uint32_t>(tag - 1));
}

}  // namespace

void write_reference(ByteWriter& out, const FactId& id) {
  out.raw(id.device).str(id.scope).u64(static_cast<uint64_t>(id.epoch)).uvarint(id.seq);
}

Result<FactId> read_reference(ByteReader& in) {
  FactId id;
  id.device = TRY(in.array<16>());
  id.scope = as_text(TRY(in.str(scope_bytes_max)));
  if (!is_scope(id.scope)) return fail(Failure::bad_input, "a reference names no scope");
  id.epoch = Epoch{TRY(in.u64())};
  id.seq = TRY(in.uvarint());
  return id;
}

Bytes encode_row(const Fact& fact) {
  ByteWriter out(row_bytes_usual + fact.payload.size());
  out.u8(fact.layout).uvarint(static_cast<uint64_t>(fact.kind)).uvarint(fact.flags);
  out.uvarint(fact.boot_s).svarint(fact.wall_s);
  write_subject(out, fact.person);
  write_subject(out, fact.session);
  write_subject(out, fact.venue);
  out.u8(static_cast<uint8_t>(fact.method));
  write_subject(out, fact.actor);
  out.uvarint(fact.references.size());
  for (const FactId& reference : fact.references) write_reference(out, reference);
  out.str(fact.payload);
  if (fact.detached) {
    out.u8(1).raw(*fact.detached);
  } else {
    out.u8(0);
  }
  return out.take();
}

Result<Fact> decode_row(ByteView stored) {
  ByteReader in(stored);
  Fact fact;
  fact.layout = TRY(in.u8());
  if (fact.layout != 1) {
    return fail(Failure::newer_version,
                fmt::format("row layout {} is of a later version", fact.layout));
  }
  fact.kind = Kind{TRY(in.uvarint())};
  fact.flags = TRY(in.uvarint());
  fact.boot_s = TRY(in.uvarint());
  fact.wall_s = TRY(in.svarint());
  fact.person = TRY(read_subject(in));
  fact.session = TRY(read_subject(in));
  fact.venue = TRY(read_subject(in));
  fact.method = Method{TRY(in.u8())};
  fact.actor = TRY(read_subject(in));
  const uint64_t references = TRY(in.uvarint());
  if (references > row_references_max)
    return fail(Failure::bad_input, "too many references in a row");
  for (uint64_t i = 0; i < references; ++i) fact.references.push_back(TRY(read_reference(in)));
  fact.payload = to_bytes(TRY(in.str(row_payload_bytes_max)));
  const uint8_t detached = TRY(in.u8());
  if (detached > 1) return fail(Failure::bad_input, "a payload reference that is neither 0 nor 1");
  if (detached == 1) fact.detached = TRY(in.array<32>());
  TRY(in.end());
  return fact;
}

Link first_link(const LogId& log, Epoch epoch) {
  using namespace std::string_view_literals;
  ByteWriter out;
  out.raw(as_bytes("otmetka epoch 1\0"sv)).raw(log.device).str(log.scope);
  out.u64(static_cast<uint64_t>(epoch));
  return hash({out.bytes()});
}

Link next_link(const Link& previous, ByteView stored_row) { return hash({previous, stored_row}); }

}  // namespace otmetka
