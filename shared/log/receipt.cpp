#include "shared/log/receipt.h"

#include <fmt/format.h>

#include "shared/base/limits.h"

namespace otmetka {

static constexpr std::string_view magic = "OTRC";
static constexpr uint8_t version = 1;

Bytes sign_receipt(const Receipt& receipt, const SigningKey& key) {
  ByteWriter out;
  out.raw(as_bytes(magic)).u8(version).u8(static_cast<uint8_t>(receipt.role));
  out.raw(receipt.store).u64(receipt.store_epoch).svarint(receipt.time_s);
  out.uvarint(receipt.entries.size());
  for (const ReceiptEntry& entry : receipt.entries) {
    out.raw(entry.log.device).str(entry.log.scope).u64(static_cast<uint64_t>(entry.epoch));
    out.uvarint(entry.durable).raw(entry.link).uvarint(entry.archived);
  }
  out.uvarint(receipt.detached.size());
  for (const Hash& name : receipt.detached) out.raw(name);
  out.raw(key.id());
  const Signature signature = key.sign(Context::receipt, out.bytes());
  out.raw(signature);
  return out.take();
}

static Result<ReceiptEntry> read_entry(ByteReader& in) {
  ReceiptEntry entry;
  entry.log.device = TRY(in.array<16>());
  entry.log.scope = as_text(TRY(in.str(scope_bytes_max)));
  entry.epoch = Epoch{TRY(in.u64())};
  entry.durable = TRY(in.uvarint());
  entry.link = TRY(in.array<32>());
  entry.archived = TRY(in.uvarint());
  if (entry.archived > entry.durable)
    return fail(Failure::bad_input, "a receipt archives more than it holds");
  return entry;
}

Result<Receipt> read_receipt(ByteView bytes, const PublicKey& key) {
  ByteReader in(bytes);
  const ByteView start = TRY(in.raw(magic.size()));
  if (as_text(start) != magic) return fail(Failure::bad_input, "not a receipt");
  const uint8_t found = TRY(in.u8());
  if (found != version) {
    return fail(Failure::newer_version, fmt::format("receipt version {} is not known here", found));
  }
  Receipt receipt;
  const uint8_t role = TRY(in.u8());
  if (role != 1 && role != 2) return fail(Failure::bad_input, "a receipt of an unknown role");
  receipt.role = Role{role};
  receipt.store = TRY(in.array<16>());
  receipt.store_epoch = TRY(in.u64());
  receipt.time_s = TRY(in.svarint());
  const uint64_t entries = TRY(in.uvarint());
  for (uint64_t i = 0; i < entries; ++i) receipt.entries.push_back(TRY(read_entry(in)));
  const uint64_t names = TRY(in.uvarint());
  for (uint64_t i = 0; i < names; ++i) receipt.detached.push_back(TRY(in.array<32>()));
  receipt.key_id = TRY(in.array<8>());
  const ByteView signed_part = in.seen(0);
  const Signature signature = TRY(in.array<64>());
  TRY(in.end());
  if (key_id(key) != receipt.key_id || !verify(key, Context::receipt, signed_part, signature)) {
    return fail(Failure::refused, "a receipt carries a wrong signature");
  }
  return receipt;
}

}  // namespace otmetka
