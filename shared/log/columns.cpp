#include "shared/log/columns.h"

#include <algorithm>
#include <map>

#include "shared/base/limits.h"
#include "shared/log/column.h"
#include "shared/log/row.h"

namespace otmetka {
namespace {

enum Tag : uint8_t { nobody = 0, by_reference = 1, by_number = 2 };

// A reference in a row, beside its scope: device, length of the scope, epoch, place.
constexpr size_t reference_bytes_min = 16 + 1 + 8 + 1;

// What rows have in common. Most segments have a handful of shapes, so kind, method and presence of
// everything cost one symbol a row.
struct Shape {
  uint8_t layout = 1;
  uint64_t kind = 0, flags = 0;
  uint8_t method = 0;
  std::array<uint8_t, 4> subjects{};  // person, session, venue, actor
  uint64_t references = 0;
  uint8_t payload = 0, detached = 0;
  auto operator<=>(const Shape&) const = default;
};

struct LogName {
  DeviceId device;
  Scope scope;
  uint64_t epoch;
  auto operator<=>(const LogName&) const = default;
};

using Column = std::vector<uint64_t>;

// The columns in the order of the format, between the tables and the bytes.
struct Columns {
  Column shape, boot, offset, person, session, new_session, venue, actor, reference_log,
      reference_seq, payload_length;
};

std::array<const Subject*, 4> subjects_of(const Fact& fact) {
  return {&fact.person, &fact.session, &fact.venue, &fact.actor};
}

uint8_t tag_of(const Subject& subject) {
  if (subject.number()) return by_number;
  return subject.reference() ? by_reference : nobody;
}

Shape shape_of(const Fact& fact) {
  Shape shape;
  shape.layout = fact.layout;
  shape.kind = static_cast<uint64_t>(fact.kind);
  shape.flags = fact.flags;
  shape.method = static_cast<uint8_t>(fact.method);
  const auto subjects = subjects_of(fact);
  for (size_t i = 0; i < 4; ++i) shape.subjects[i] = tag_of(*subjects[i]);
  shape.references = fact.references.size();
  shape.payload = fact.payload.empty() ? 0 : 1;
  shape.detached = fact.detached ? 1 : 0;
  return shape;
}

template <typename T>
uint64_t index_in(std::vector<T>& table, std::map<T, uint64_t>& known, const T& entry) {
  const auto [at, added] = known.emplace(entry, table.size());
  if (added) table.push_back(entry);
  return at->second;
}

// Sessions come in runs and return: the place in the list of the latest is a smaller symbol than
// the number.
class Latest {
 public:
  uint64_t place(uint64_t number) {
    const auto at = std::find(seen_.begin(), seen_.end(), number);
    const uint64_t place = at == seen_.end() ? 0 : static_cast<uint64_t>(at - seen_.begin()) + 1;
    move_to_front(number);
    return place;
  }
  Result<uint64_t> at(uint64_t place) {
    if (place == 0 || place > seen_.size())
      return fail(Failure::bad_input, "a session that was not seen");
    const uint64_t number = seen_[static_cast<size_t>(place - 1)];
    move_to_front(number);
    return number;
  }
  void move_to_front(uint64_t number) {
    std::erase(seen_, number);
    seen_.insert(seen_.begin(), number);
  }

 private:
  std::vector<uint64_t> seen_;
};

class Encoder {
 public:
  Bytes encode(const std::vector<Fact>& facts) {
    for (const Fact& fact : facts) add(fact);
    ByteWriter out;
    write_tables(out);
    ColumnWriter writer;
    for (const Column* column :
         {&columns_.shape, &columns_.boot, &columns_.offset, &columns_.person, &columns_.session,
          &columns_.new_session, &columns_.venue, &columns_.actor, &columns_.reference_log,
          &columns_.reference_seq, &columns_.payload_length}) {
      writer.column(out, *column);
    }
    writer.block(out, payloads_);
    out.raw(hashes_);
    return out.take();
  }

 private:
  void add(const Fact& fact) {
    columns_.shape.push_back(index_in(shapes_, shape_index_, shape_of(fact)));
    // Differences wrap like unsigned numbers: any claim of any clock must survive the round trip.
    const uint64_t offset = static_cast<uint64_t>(fact.wall_s) - fact.boot_s;
    columns_.boot.push_back(zigzag(static_cast<int64_t>(fact.boot_s - boot_)));
    columns_.offset.push_back(zigzag(static_cast<int64_t>(offset - offset_)));
    boot_ = fact.boot_s;
    offset_ = offset;
    if (const uint32_t* number = fact.person.number()) columns_.person.push_back(*number);
    if (const uint32_t* number = fact.session.number()) {
      columns_.session.push_back(latest_.place(*number));
      if (columns_.session.back() == 0) columns_.new_session.push_back(*number);
    }
    if (const uint32_t* number = fact.venue.number()) {
      columns_.venue.push_back(zigzag(static_cast<int64_t>(*number) - venue_));
      venue_ = *number;
    }
    if (const uint32_t* number = fact.actor.number()) columns_.actor.push_back(*number);
    for (const Subject* subject : subjects_of(fact)) {
      if (subject->reference()) add_reference(*subject->reference());
    }
    for (const FactId& reference : fact.references) add_reference(reference);
    if (!fact.payload.empty()) columns_.payload_length.push_back(fact.payload.size());
    payloads_.insert(payloads_.end(), fact.payload.begin(), fact.payload.end());
    if (fact.detached) hashes_.insert(hashes_.end(), fact.detached->begin(), fact.detached->end());
  }

  void add_reference(const FactId& id) {
    const LogName name{id.device, id.scope, static_cast<uint64_t>(id.epoch)};
    columns_.reference_log.push_back(index_in(logs_, log_index_, name));
    columns_.reference_seq.push_back(id.seq);
  }

  void write_tables(ByteWriter& out) const {
    out.uvarint(logs_.size());
    for (const LogName& log : logs_) out.raw(log.device).str(log.scope).u64(log.epoch);
    out.uvarint(shapes_.size());
    for (const Shape& shape : shapes_) {
      out.u8(shape.layout).uvarint(shape.kind).uvarint(shape.flags).u8(shape.method);
      out.raw(shape.subjects).uvarint(shape.references).u8(shape.payload).u8(shape.detached);
    }
  }

  std::vector<LogName> logs_;
  std::map<LogName, uint64_t> log_index_;
  std::vector<Shape> shapes_;
  std::map<Shape, uint64_t> shape_index_;
  Columns columns_;
  Bytes payloads_, hashes_;
  uint64_t boot_ = 0, offset_ = 0;
  int64_t venue_ = 0;
  Latest latest_;
};

// Values of a column, one after the other; asking for more than there are cannot happen, since the
// counts were derived from the same shapes.
class Cursor {
 public:
  explicit Cursor(Column values) : values_(std::move(values)) {}
  uint64_t next() { return values_[at_++]; }

 private:
  Column values_;
  size_t at_ = 0;
};

class Decoder {
 public:
  Result<std::vector<Fact>> decode(ByteView plain, size_t count) {
    ByteReader in(plain);
    TRY(read_tables(in));
    columns_.shape = TRY(read_column(in, count));
    TRY(count_values());
    TRY(read_columns(in, count));
    std::vector<Fact> facts;
    facts.reserve(count);
    for (const uint64_t shape : columns_.shape) {
      facts.push_back(TRY(fact(shapes_[static_cast<size_t>(shape)])));
    }
    const Bytes payloads = TRY(read_block(in, payload_bytes_));
    size_t at = 0;
    for (Fact& fact : facts) {
      const size_t size = fact.payload.size();
      std::copy_n(payloads.begin() + static_cast<std::ptrdiff_t>(at), size, fact.payload.begin());
      at += size;
      if (fact.detached) fact.detached = TRY(in.array<32>());
    }
    TRY(in.end());
    return facts;
  }

 private:
  struct Counts {
    size_t persons = 0, sessions = 0, venues = 0, actors = 0, references = 0, payloads = 0;
  };

  Status read_tables(ByteReader& in) {
    const uint64_t logs = TRY(in.uvarint());
    for (uint64_t i = 0; i < logs; ++i) {
      LogName log;
      log.device = TRY(in.array<16>());
      log.scope = as_text(TRY(in.str(scope_bytes_max)));
      if (!is_scope(log.scope)) return fail(Failure::bad_input, "a reference names no scope");
      log.epoch = TRY(in.u64());
      logs_.push_back(std::move(log));
    }
    const uint64_t shapes = TRY(in.uvarint());
    for (uint64_t i = 0; i < shapes; ++i) shapes_.push_back(TRY(read_shape(in)));
    return done();
  }

  static Result<Shape> read_shape(ByteReader& in) {
    Shape shape;
    shape.layout = TRY(in.u8());
    if (shape.layout != 1) return fail(Failure::newer_version, "a row layout of a later version");
    shape.kind = TRY(in.uvarint());
    shape.flags = TRY(in.uvarint());
    shape.method = TRY(in.u8());
    shape.subjects = TRY(in.array<4>());
    for (const uint8_t tag : shape.subjects) {
      if (tag > by_number) return fail(Failure::bad_input, "a shape with an unknown subject");
    }
    shape.references = TRY(in.uvarint());
    shape.payload = TRY(in.u8());
    shape.detached = TRY(in.u8());
    if (shape.references > row_references_max || shape.payload > 1 || shape.detached > 1) {
      return fail(Failure::bad_input, "a shape that no row can have");
    }
    return shape;
  }

  Status count_values() {
    for (const uint64_t index : columns_.shape) {
      if (index >= shapes_.size()) return fail(Failure::bad_input, "a row of no shape");
      const Shape& shape = shapes_[static_cast<size_t>(index)];
      counts_.persons += shape.subjects[0] == by_number;
      counts_.sessions += shape.subjects[1] == by_number;
      counts_.venues += shape.subjects[2] == by_number;
      counts_.actors += shape.subjects[3] == by_number;
      for (const uint8_t tag : shape.subjects) counts_.references += tag == by_reference;
      counts_.references += static_cast<size_t>(shape.references);
      counts_.payloads += shape.payload;
    }
    return done();
  }

  Status read_columns(ByteReader& in, size_t count) {
    boots_ = Cursor(TRY(read_column(in, count)));
    offsets_ = Cursor(TRY(read_column(in, count)));
    persons_ = Cursor(TRY(read_column(in, counts_.persons)));
    const Column places = TRY(read_column(in, counts_.sessions));
    const auto fresh = static_cast<size_t>(std::count(places.begin(), places.end(), 0u));
    sessions_ = Cursor(places);
    new_sessions_ = Cursor(TRY(read_column(in, fresh)));
    venues_ = Cursor(TRY(read_column(in, counts_.venues)));
    actors_ = Cursor(TRY(read_column(in, counts_.actors)));
    const Column logs = TRY(read_column(in, counts_.references));
    for (const uint64_t log : logs) {
      if (log < logs_.size()) row_bytes_ += reference_bytes_min + logs_[log].scope.size();
    }
    reference_logs_ = Cursor(logs);
    reference_seqs_ = Cursor(TRY(read_column(in, counts_.references)));
    const Column lengths = TRY(read_column(in, counts_.payloads));
    for (const uint64_t length : lengths) {
      // An empty payload has a shape of its own; allowing it here would give one fact two codings.
      if (length == 0 || length > row_payload_bytes_max) {
        return fail(Failure::bad_input, "a payload of an impossible length");
      }
      payload_bytes_ += static_cast<size_t>(length);
    }
    // A hundred bytes of columns can name the same log a quarter of a million times.
    if (payload_bytes_ + row_bytes_ > segment_payload_bytes_max)
      return fail(Failure::bad_input, "rows too long for one segment");
    lengths_ = Cursor(lengths);
    return done();
  }

  Result<Fact> fact(const Shape& shape) {
    Fact fact;
    fact.layout = shape.layout;
    fact.kind = Kind{shape.kind};
    fact.flags = shape.flags;
    fact.method = Method{shape.method};
    boot_ += static_cast<uint64_t>(unzigzag(boots_.next()));
    offset_ += static_cast<uint64_t>(unzigzag(offsets_.next()));
    fact.boot_s = boot_;
    fact.wall_s = static_cast<int64_t>(boot_ + offset_);
    const std::array<Subject*, 4> subjects{&fact.person, &fact.session, &fact.venue, &fact.actor};
    for (size_t i = 0; i < 4; ++i) {
      if (shape.subjects[i] == by_number) *subjects[i] = Subject(TRY(number(i)));
      if (shape.subjects[i] == by_reference) *subjects[i] = Subject(TRY(reference()));
    }
    for (uint64_t i = 0; i < shape.references; ++i) fact.references.push_back(TRY(reference()));
    if (shape.payload) fact.payload.resize(static_cast<size_t>(lengths_.next()));
    if (shape.detached) fact.detached.emplace();
    return fact;
  }

  Result<uint32_t> number(size_t subject) {
    uint64_t value = 0;
    if (subject == 0) value = persons_.next();
    if (subject == 1) {
      const uint64_t place = sessions_.next();
      value = place == 0 ? new_sessions_.next() : TRY(latest_.at(place));
      if (place == 0) latest_.move_to_front(value);
    }
    if (subject == 2) {
      venue_ += static_cast<uint64_t>(unzigzag(venues_.next()));
      value = venue_;
    }
    if (subject == 3) value = actors_.next();
    if (value == 0 || value > UINT32_MAX)
      return fail(Failure::bad_input, "a number that nobody has");
    return static_cast<uint32_t>(value);
  }

  Result<FactId> reference() {
    const uint64_t log = reference_logs_.next();
    if (log >= logs_.size()) return fail(Failure::bad_input, "a reference into no log");
    const LogName& name = logs_[static_cast<size_t>(log)];
    return FactId{name.device, name.scope, Epoch{name.epoch}, reference_seqs_.next()};
  }

  std::vector<LogName> logs_;
  std::vector<Shape> shapes_;
  Columns columns_;
  Counts counts_;
  Cursor boots_{{}}, offsets_{{}}, persons_{{}}, sessions_{{}}, new_sessions_{{}}, venues_{{}},
      actors_{{}}, reference_logs_{{}}, reference_seqs_{{}}, lengths_{{}};
  size_t payload_bytes_ = 0, row_bytes_ = 0;  // of references, in rows
  uint64_t boot_ = 0, offset_ = 0, venue_ = 0;
  Latest latest_;
};

}  // namespace

Bytes encode_columns(const std::vector<Fact>& facts) { return Encoder().encode(facts); }

Result<std::vector<Fact>> decode_columns(ByteView plain, size_t count) {
  return Decoder().decode(plain, count);
}

}  // namespace otmetka
