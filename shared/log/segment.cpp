#include "shared/log/segment.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/columns.h"

namespace otmetka {
namespace {

constexpr std::string_view magic = "OTSG";
constexpr uint8_t version = 1;
constexpr size_t heads_max = 16;

// Everything up to and with the nonce: what the payload is sealed together with.
Bytes encode_start(const SegmentHeader& header) {
  ByteWriter out;
  out.raw(as_bytes(magic)).u8(version).u8(static_cast<uint8_t>(header.type));
  out.raw(header.log.device).raw(header.key_id).str(header.log.scope).raw(header.scope_key_id);
  out.u64(static_cast<uint64_t>(header.epoch));
  out.uvarint(header.first).uvarint(header.count);
  if (header.first == 1) {
    const Parent parent = header.parent.value_or(Parent{});
    out.u64(static_cast<uint64_t>(parent.epoch)).uvarint(parent.seq).raw(parent.link);
  }
  out.raw(header.previous).raw(header.last_link);
  out.uvarint(header.heads.size());
  for (const ChannelHead& head : header.heads) {
    out.u64(static_cast<uint64_t>(head.epoch)).uvarint(head.seq);
  }
  out.u8(static_cast<uint8_t>(header.codec));
  if (header.dictionary) {
    out.u8(1).raw(*header.dictionary);
  } else {
    out.u8(0);
  }
  out.raw(header.nonce);
  return out.take();
}

Bytes encode_header(const SegmentHeader& header) {
  ByteWriter out;
  out.raw(encode_start(header)).uvarint(header.payload_length).raw(header.payload_hash);
  return out.take();
}

Status read_identity(ByteReader& in, SegmentHeader& header) {
  const ByteView start = TRY(in.raw(magic.size()));
  if (as_text(start) != magic) return fail(Failure::bad_input, "not a segment");
  const uint8_t found = TRY(in.u8());
  if (found != version) {
    return fail(Failure::newer_version, fmt::format("segment version {} is not known here", found));
  }
  const uint8_t type = TRY(in.u8());
  if (type != 1 && type != 2) return fail(Failure::bad_input, "a segment of an unknown type");
  header.type = SegmentType{type};
  header.log.device = TRY(in.array<16>());
  header.key_id = TRY(in.array<8>());
  header.log.scope = as_text(TRY(in.str(scope_bytes_max)));
  if (!is_scope(header.log.scope)) return fail(Failure::bad_input, "a segment of no scope");
  header.scope_key_id = TRY(in.array<8>());
  header.epoch = Epoch{TRY(in.u64())};
  return done();
}

Status read_range(ByteReader& in, SegmentHeader& header) {
  header.first = TRY(in.uvarint());
  header.count = TRY(in.uvarint());
  if (header.count < 1 || header.count > segment_facts_max || header.first < 1 ||
      header.first > UINT64_MAX - header.count) {
    return fail(Failure::bad_input, "a segment with an impossible range");
  }
  if (header.first == 1) {
    Parent parent;
    parent.epoch = Epoch{TRY(in.u64())};
    parent.seq = TRY(in.uvarint());
    parent.link = TRY(in.array<32>());
    if (parent.seq != 0) header.parent = parent;
    if (parent.seq == 0 && parent != Parent{}) {
      return fail(Failure::bad_input, "a parent at place 0");
    }
  }
  header.previous = TRY(in.array<32>());
  header.last_link = TRY(in.array<32>());
  const uint64_t heads = TRY(in.uvarint());
  if (heads > heads_max) return fail(Failure::bad_input, "a segment with too many heads");
  for (uint64_t i = 0; i < heads; ++i) {
    const Epoch epoch{TRY(in.u64())};
    header.heads.push_back({epoch, TRY(in.uvarint())});
  }
  return done();
}

Status read_payload_part(ByteReader& in, SegmentHeader& header) {
  const uint8_t codec = TRY(in.u8());
  if (codec > 1)
    return fail(Failure::newer_version, fmt::format("codec {} is not known here", codec));
  header.codec = Codec{codec};
  const uint8_t dictionary = TRY(in.u8());
  if (dictionary > 1) return fail(Failure::bad_input, "a dictionary flag that is neither 0 nor 1");
  if (dictionary == 1) header.dictionary = TRY(in.array<32>());
  header.nonce = TRY(in.array<24>());
  header.payload_length = TRY(in.uvarint());
  if (header.payload_length > segment_payload_bytes_max) {
    return fail(Failure::bad_input, "a segment payload is too long");
  }
  header.payload_hash = TRY(in.array<32>());
  return done();
}

Result<SegmentHeader> read_header(ByteReader& in) {
  SegmentHeader header;
  TRY(read_identity(in, header));
  TRY(read_range(in, header));
  TRY(read_payload_part(in, header));
  return header;
}

Result<std::vector<Bytes>> decode_rows(ByteView plain, uint64_t count) {
  ByteReader in(plain);
  std::vector<Bytes> rows;
  for (uint64_t i = 0; i < count; ++i) rows.push_back(to_bytes(TRY(in.str(plain.size()))));
  TRY(in.end());
  return rows;
}

}  // namespace

Bytes Segment::bytes() const {
  Bytes out = header_bytes;
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

Result<Segment> seal_segment(const SealRequest& request, const SigningKey& key,
                             const SecretKey& scope_key, Random& random) {
  Segment segment;
  SegmentHeader& header = segment.header;
  header.type = request.type;
  header.log = request.log;
  header.key_id = key.id();
  header.scope_key_id = scope_key_id(scope_key);
  header.epoch = request.epoch;
  header.parent = request.parent;
  header.first = request.first;
  header.count = request.rows.size();
  header.previous = request.previous;
  header.heads = request.heads;
  header.nonce = random.bytes<24>();

  std::vector<Fact> facts;
  facts.reserve(request.rows.size());
  ByteWriter rows;
  Link link = request.previous;
  for (const Bytes& row : request.rows) {
    facts.push_back(TRY(decode_row(row)));
    if (encode_row(facts.back()) != row) return fail(Failure::corrupt, "a stored row is damaged");
    rows.str(row);
    link = next_link(link, row);
  }
  header.last_link = link;
  Bytes plain = encode_columns(facts);
  // One or two facts are smaller as they are: columns pay for their tables from about three on.
  if (rows.size() <= plain.size()) {
    header.codec = Codec::rows;
    plain = rows.take();
  }
  segment.payload = seal(scope_key, header.nonce, plain, encode_start(header));
  header.payload_length = segment.payload.size();
  if (header.payload_length > segment_payload_bytes_max) {
    return fail(Failure::bad_input, "too many long rows for one segment");
  }
  header.payload_hash = hash({segment.payload});
  if (!open_segment(segment, scope_key)) {
    return fail(Failure::corrupt, "a segment just made does not open again");
  }
  segment.header_bytes = encode_header(header);
  const Signature signature = key.sign(Context::segment, segment.header_bytes);
  segment.header_bytes.insert(segment.header_bytes.end(), signature.begin(), signature.end());
  return segment;
}

Result<SegmentHeader> parse_header(ByteView header_bytes) {
  ByteReader in(header_bytes);
  SegmentHeader header = TRY(read_header(in));
  TRY(in.array<64>());
  TRY(in.end());
  return header;
}

Result<Segment> join_segment(Bytes header_bytes, Bytes payload) {
  Segment segment{TRY(parse_header(header_bytes)), std::move(header_bytes), std::move(payload)};
  if (segment.payload.size() != segment.header.payload_length) {
    return fail(Failure::corrupt, "a segment payload has another length than its header says");
  }
  if (hash({segment.payload}) != segment.header.payload_hash) {
    return fail(Failure::corrupt, "a segment payload does not fit its header");
  }
  return segment;
}

Result<Segment> parse_segment(ByteView bytes) {
  ByteReader in(bytes);
  TRY(read_header(in));
  TRY(in.array<64>());
  return join_segment(to_bytes(bytes.first(in.position())), to_bytes(bytes.subspan(in.position())));
}

Status check_signature(const Segment& segment, const PublicKey& key) {
  const size_t size = segment.header_bytes.size() - 64;
  Signature signature;
  std::copy_n(segment.header_bytes.begin() + static_cast<std::ptrdiff_t>(size), 64,
              signature.begin());
  const ByteView signed_part = ByteView(segment.header_bytes).first(size);
  if (verify(key, Context::segment, signed_part, signature)) return done();
  return fail(Failure::refused, "a segment header carries a wrong signature");
}

Result<std::vector<OpenedFact>> open_segment(const Segment& segment, const SecretKey& scope_key) {
  const SegmentHeader& header = segment.header;
  if (header.dictionary) return fail(Failure::newer_version, "a dictionary that is not known here");
  const Bytes plain = TRY(open(scope_key, header.nonce, segment.payload, encode_start(header)));
  std::vector<OpenedFact> out;
  if (header.codec == Codec::rows) {
    std::vector<Bytes> rows = TRY(decode_rows(plain, header.count));
    out.reserve(rows.size());
    for (Bytes& row : rows) out.push_back({0, TRY(decode_row(row)), std::move(row), {}});
  } else {
    std::vector<Fact> facts = TRY(decode_columns(plain, static_cast<size_t>(header.count)));
    out.reserve(facts.size());
    for (Fact& fact : facts) {
      Bytes row = encode_row(fact);
      out.push_back({0, std::move(fact), std::move(row), {}});
    }
  }
  Link link = header.previous;
  Seq seq = header.first;
  for (OpenedFact& opened : out) {
    opened.seq = seq++;
    opened.link = link = next_link(link, opened.row);
  }
  if (link != header.last_link)
    return fail(Failure::corrupt, "the chain inside a segment is broken");
  return out;
}

}  // namespace otmetka
