#include "sync/exchange/succession.h"

#include <algorithm>
#include <map>

namespace otmetka {
namespace {

Bytes signed_part(const Statement& statement) {
  ByteWriter out;
  out.u8(1).u8(static_cast<uint8_t>(statement.what)).u64(statement.number);
  out.raw(statement.value).raw(statement.signer);
  return out.take();
}

}  // namespace

Bytes make_statement(const Statement& statement, const SigningKey& signer,
                     const SigningKey* new_key) {
  const Bytes part = signed_part(statement);
  ByteWriter out;
  out.raw(part).raw(signer.sign(Context::certificate, part));
  if (new_key) out.raw(new_key->sign(Context::certificate, part));
  return out.take();
}

Result<Statement> read_statement(ByteView bytes) {
  ByteReader in(bytes);
  if (TRY(in.u8()) != 1) return fail(Failure::newer_version, "a statement of a later version");
  Statement out;
  out.what = Statement::What{TRY(in.u8())};
  if (out.what < Statement::What::signing_key || out.what > Statement::What::tls)
    return fail(Failure::newer_version, "a statement about something later");
  out.number = TRY(in.u64());
  out.value = TRY(in.array<32>());
  out.signer = TRY(in.array<32>());
  const ByteView part = in.seen(0);
  bool good = verify(out.signer, Context::certificate, part, TRY(in.array<64>()));
  // Who holds the old key alone cannot make it follow somebody who does not know of it, and the
  // other way round.
  if (out.what == Statement::What::signing_key)
    good = good && verify(out.value, Context::certificate, part, TRY(in.array<64>()));
  TRY(in.end());
  if (!good) return fail(Failure::refused, "a statement that its keys did not sign");
  return out;
}

Succession follow(const PublicKey& trusted, const std::vector<Bytes>& statements) {
  std::vector<Statement> read;
  for (const Bytes& bytes : statements) {
    auto statement = read_statement(bytes);
    if (statement) read.push_back(statement.value());
  }
  std::sort(read.begin(), read.end(),
            [](const Statement& a, const Statement& b) { return a.number < b.number; });
  Succession out{trusted, {}, {}};
  std::map<PublicKey, uint64_t> ends;  // from which number on a key says nothing more
  for (const Statement& each : read) {
    if (each.what != Statement::What::signing_key || each.signer != out.central) continue;
    out.earlier.push_back(out.central);
    ends[out.central] = each.number;
    out.central = each.value;
  }
  PublicKey first = trusted;
  for (auto each = read.rbegin(); each != read.rend(); ++each) {
    if (each->what != Statement::What::signing_key || each->value != first) continue;
    first = each->signer;
    out.earlier.push_back(first);
    ends[first] = each->number;
  }
  for (const Statement& each : read) {
    const auto end = ends.find(each.signer);
    const bool ours =
        each.signer == out.central || (end != ends.end() && each.number < end->second);
    if (each.what != Statement::What::signing_key && ours) out.tls.push_back(each);
  }
  return out;
}

}  // namespace otmetka
