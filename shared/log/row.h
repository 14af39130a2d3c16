// shared/log/row.h - a fact as bytes, and the link that ties it to everything before it. Layout:
// FORMAT.md, "Row".
#pragma once
#include "shared/model/fact.h"

namespace otmetka {

using Link = Hash;

void write_reference(ByteWriter& out, const FactId& id);
Result<FactId> read_reference(ByteReader& in);

/// row ‖ payload reference: what is stored and what is hashed.
Bytes encode_row(const Fact& fact);
/// Refuses every byte sequence that encode_row would not have produced, so that equal facts are
/// equal bytes.
Result<Fact> decode_row(ByteView stored);

/// The link before fact 1 of an epoch.
Link first_link(const LogId& log, Epoch epoch);
Link next_link(const Link& previous, ByteView stored_row);

}  // namespace otmetka
