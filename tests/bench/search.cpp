#include <fmt/format.h>
#include <malloc.h>
#include <sqlite3.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "shared/model/name_search.h"
#include "shared/text/letters.h"
#include "tests/bench/benches.h"
#include "tests/people.h"

namespace otmetka::bench {
namespace {

constexpr uint32_t people = 100'000;
constexpr size_t visitors = 300, rounds = 5;
constexpr double mib = 1024 * 1024;

struct Keystroke {
  std::string typed;
  uint32_t meant = 0;
  bool last = false;  // nothing more will be typed
};

double heap_bytes() {
  const struct mallinfo2 now = mallinfo2();
  return static_cast<double>(now.uordblks) + static_cast<double>(now.hblkhd);
}

/// The surname letter by letter, from the third on since fewer are not searched, then up to three
/// letters of the given name.
void type(std::vector<Keystroke>& keys, const std::string& family, const std::string& given,
          uint32_t meant) {
  const std::string text = family + " " + given.substr(0, bytes_of_characters(given, 3));
  const size_t begin = keys.size();
  for (size_t letters = 3;; ++letters) {
    const size_t bytes = bytes_of_characters(text, letters);
    if (text[bytes - 1] != ' ') keys.push_back({text.substr(0, bytes), meant, false});
    if (bytes == text.size()) break;
  }
  if (keys.size() > begin) keys.back().last = true;
}

/// The people, and what those who look for themselves type: as it is spelled, and in every other
/// way.
struct Workload {
  std::vector<payload::PersonName> names;
  std::vector<Keystroke> plain, other, mistaken;

  Workload() {
    test::Seeded random(100);
    for (uint32_t i = 0; i < people; ++i) {
      names.push_back(test::any_name(random));
      if (random.chance(0.3)) {
        const test::Table& passport = test::romanisations[0];
        names.back().set_latin(test::spelled(names.back().family(), passport) + " " +
                               test::spelled(names.back().given(), passport));
      }
    }
    for (size_t i = 0; i < visitors; ++i) {
      const auto meant = static_cast<uint32_t>(random.below(people));
      const payload::PersonName& name = names[meant];
      type(plain, name.family(), name.given(), meant);
      const test::Table& table = test::romanisations[i % std::size(test::romanisations)];
      type(other, test::spelled(name.family(), table), test::spelled(name.given(), table), meant);
      type(mistaken, test::mistyped(name.family(), random), name.given(), meant);
    }
  }
};

/// What stands beside: the quickest full-text index of SQLite for prefixes, in memory, over words
/// folded to small letters without ё. It knows neither scripts nor mistakes.
class Fts {
 public:
  explicit Fts(const std::vector<payload::PersonName>& names) {
    run(sqlite3_open(":memory:", &db_));
    execute(
        "create virtual table people using fts5(name, content='', detail=none, prefix='1 2 3')");
    execute("begin");
    sqlite3_stmt* insert = prepared("insert into people(rowid, name) values (?1, ?2)");
    for (uint32_t i = 0; i < names.size(); ++i) {
      const std::string name = folded(names[i].family() + " " + names[i].given());
      run(sqlite3_bind_int64(insert, 1, i + 1));
      run(sqlite3_bind_text(insert, 2, name.c_str(), -1, SQLITE_TRANSIENT));
      if (sqlite3_step(insert) != SQLITE_DONE) std::abort();
      run(sqlite3_reset(insert));
    }
    sqlite3_finalize(insert);
    execute("commit");
    execute("insert into people(people) values ('optimize')");
    find_ = prepared("select rowid from people where people match ?1 limit 20");
  }
  ~Fts() {
    sqlite3_finalize(find_);
    sqlite3_close(db_);
  }
  Fts(const Fts&) = delete;
  Fts& operator=(const Fts&) = delete;

  size_t find(const std::string& typed) {
    std::string query;
    std::string word;
    for (const char byte : folded(typed) + " ") {
      if (byte != ' ' && byte != '-') {
        word += byte;
      } else if (!word.empty()) {
        query += "\"" + word + "\"* ";
        word.clear();
      }
    }
    run(sqlite3_bind_text(find_, 1, query.c_str(), -1, SQLITE_TRANSIENT));
    size_t rows = 0;
    while (sqlite3_step(find_) == SQLITE_ROW) ++rows;
    run(sqlite3_reset(find_));
    return rows;
  }

 private:
  static void run(int code) {
    if (code != SQLITE_OK) std::abort();
  }
  void execute(const char* sql) { run(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepared(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    run(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
    return statement;
  }
  static std::string folded(const std::string& text) {
    std::u32string letters = folded_letters(text, text.size());
    for (char32_t& letter : letters) letter = letter == U'ё' ? U'е' : letter;
    return to_utf8(letters);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* find_ = nullptr;
};

struct Times {
  std::vector<double> p50, p99;
  std::vector<double> all;

  template <typename Find>
  void measure(const std::vector<Keystroke>& keys, Find find) {
    std::vector<double> samples;
    for (const Keystroke& key : keys) {
      const double begin = now_s();
      find(key.typed);
      samples.push_back((now_s() - begin) * 1e6);
    }
    p50.push_back(percentile(samples, 0.5));
    p99.push_back(percentile(samples, 0.99));
    all.insert(all.end(), samples.begin(), samples.end());
  }
};

/// Of those who typed all, how many were shown themselves, and how many were asked for more.
void note_found(Report& report, const NameSearch& search, const char* name,
                const std::vector<Keystroke>& keys) {
  size_t shown = 0, asked = 0, all = 0;
  for (const Keystroke& key : keys) {
    if (!key.last) continue;
    ++all;
    const SearchResult result = search.find(key.typed);
    bool self = false;
    for (const NameCandidate& candidate : result.candidates) {
      self = self || candidate.person.number == PersonNumber{key.meant};
    }
    shown += self;
    asked += !self && (result.more || result.answer == SearchAnswer::many);
  }
  report.note(fmt::format("  shown himself: {}", name),
              100.0 * static_cast<double>(shown) / static_cast<double>(all), "%",
              fmt::format("asked for more {:.1f} %, of surname and 3 letters",
                          100.0 * static_cast<double>(asked) / static_cast<double>(all)));
}

}  // namespace

void search(Report& report) {
  const Workload workload;
  const double heap_before = heap_bytes(), begin = now_s();
  NameSearch ours;
  for (uint32_t i = 0; i < people; ++i) {
    MUST(ours.put({CohortNumber{1}, PersonNumber{i}}, workload.names[i], i % 50));
  }
  const double built_s = now_s() - begin, heap = heap_bytes() - heap_before;
  Fts fts(workload.names);
  const auto find = [&](const std::string& typed) { ours.find(typed); };
  Times plain, other, mistaken, beside;
  for (size_t round = 0; round < rounds; ++round) {
    plain.measure(workload.plain, find);
    beside.measure(workload.plain, [&](const std::string& typed) { fts.find(typed); });
    other.measure(workload.other, find);
    mistaken.measure(workload.mistaken, find);
  }
  const auto line = [&](const char* name, const Times& times, double target_us) {
    report.note(fmt::format("keystroke, {}, p50", name), median(times.p50), "us");
    report.below(fmt::format("keystroke, {}, p99", name), median(times.p99), "us", target_us);
  };
  const char* what = "SQLite FTS5 prefix='1 2 3', no scripts, no mistakes";
  report.at_most("keystroke, as spelled, p50", median(plain.p50), "us", {median(beside.p50), what},
                 1);
  report.at_most("keystroke, as spelled, p99", median(plain.p99), "us", {median(beside.p99), what},
                 1);
  line("other scripts and layouts", other, 1000);
  line("with a mistake", mistaken, 1000);
  std::vector<double> all = plain.all;
  all.insert(all.end(), other.all.begin(), other.all.end());
  all.insert(all.end(), mistaken.all.begin(), mistaken.all.end());
  report.below("keystroke, all together, p99", percentile(all, 0.99), "us", 1000);
  report.note("keystroke, all together, p99.9", percentile(all, 0.999), "us");
  report.below("index of 100,000 people", heap / mib, "MiB", 60);
  report.note("a person added", built_s / people * 1e6, "us");
  note_found(report, ours, "as spelled", workload.plain);
  note_found(report, ours, "other scripts", workload.other);
  note_found(report, ours, "with a mistake", workload.mistaken);
}

}  // namespace otmetka::bench
