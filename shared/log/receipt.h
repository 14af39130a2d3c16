// shared/log/receipt.h - what a holder signs: "this much of your logs is stored here". Layout:
// FORMAT.md, "Receipt".
#pragma once
#include <vector>

#include "shared/log/row.h"

namespace otmetka {

enum class Role : uint8_t { central = 1, peer = 2 };

struct ReceiptEntry {
  LogId log;
  Epoch epoch{};
  Seq durable = 0;
  Link link{};  // of `durable`
  Seq archived =
      0;  // in a verified backup, or old enough: only this may ever be deleted by a device
};

struct Receipt {
  Role role = Role::central;
  DeviceId store{};
  uint64_t store_epoch = 0;
  int64_t time_s = 0;  // the signer's wall clock
  std::vector<ReceiptEntry> entries;
  std::vector<Hash> detached;  // held
  KeyId key_id{};
};

Bytes sign_receipt(const Receipt& receipt, const SigningKey& key);
/// Checks form and that `key` signed it.
Result<Receipt> read_receipt(ByteView bytes, const PublicKey& key);

}  // namespace otmetka
