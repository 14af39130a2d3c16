// What is read of an NFC card, and that no card can hold up, crash or fool the one who reads it.
#include "kiosk/device/nfc_tag.h"

#include <catch2/catch_all.hpp>

#include "kiosk/device/ndef.h"
#include "tests/kiosk/nfc_cards.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

using What = TagText::What;
const std::string badge = "K1:" + std::string(250, 'A') + "%*+-./: $";

struct Read {
  What what;
  std::string text;
  size_t commands;
};

Read read(const Bytes& atr, const Transmit& card) {
  size_t commands = 0;
  TagText out = read_tag(atr, [&](Command command) {
    ++commands;
    return card(command);
  });
  return {out.what, std::move(out.text), commands};
}

Read read(Type4Card& card) { return read(Type4Card::atr, std::ref(card)); }
Read read(const Type2Card& card) { return read(Type2Card::atr, card); }

// The card is withdrawn once it has answered `count` commands.
template <typename Card>
Transmit leaving(Card& card, size_t count) {
  return [&card, count, seen = size_t{0}](Command command) mutable {
    return seen++ < count ? card(command) : std::nullopt;
  };
}

Bytes any_bytes(Seeded& random, size_t most) {
  Bytes out(random.below(most + 1));
  random.fill(out);
  return out;
}

}  // namespace

// ---- messages ----

TEST_CASE("the text of a badge is found in a record of either kind") {
  CHECK(first_text(text_message(badge)) == badge);
  CHECK(first_text(text_message("")) == "");
  CHECK(first_text(record(only | well_known, "T", joined({{0x00}, bytes_of("K1:A")}))) == "K1:A");
  CHECK(first_text(record(only | mime, "text/plain", bytes_of(badge))) == badge);
  CHECK(first_text(record(only | mime, "Text/Plain;charset=utf-8", bytes_of("K1:A"))) == "K1:A");
}

TEST_CASE("the first text counts, whatever stands before it") {
  const Bytes address = record(first | well_known, "U", joined({{0x04}, bytes_of("example.org")}));
  const Bytes picture = record(middle | mime, "image/png", Bytes(700, 0x55));
  const Bytes one = record(middle | well_known, "T", text_payload("K1:ONE"));
  const Bytes other = record(last | well_known, "T", text_payload("K1:OTHER"));
  CHECK(first_text(joined({address, picture, one, other})) == "K1:ONE");
  CHECK(first_text(joined({address, record(last | mime, "text/plain", bytes_of("K1:A"))})) ==
        "K1:A");
  // An identifier of the record stands between its type and what it holds.
  CHECK(first_text(joined(
            {{0xd9, 1, 7, 3}, bytes_of("T"), bytes_of("id1"), text_payload("K1:A")})) == "K1:A");
}

TEST_CASE("what is no text is none") {
  CHECK_FALSE(first_text({}));
  CHECK_FALSE(first_text(address_message()));
  CHECK_FALSE(first_text(record(only | mime, "text/html", bytes_of("K1:A"))));
  CHECK_FALSE(first_text(record(only | mime, "text/plainer", bytes_of("K1:A"))));
  CHECK_FALSE(first_text(record(0xc4, "T", text_payload("K1:A"))));  // somebody's own type
  CHECK_FALSE(first_text(record(only | well_known, "T", {})));
  // A language longer than the record.
  CHECK_FALSE(first_text(record(only | well_known, "T", {0x3f, 'e', 'n', 'K'})));
  // A text behind the record that says to be the last.
  CHECK_FALSE(first_text(joined({address_message(), text_message("K1:A")})));
}

TEST_CASE("a text in chunks is passed over, and the next one counts") {
  const Bytes start = record(0xa1, "T", text_payload("K1:"));
  const Bytes end = record(0x26, "", bytes_of("HALF"));
  const Bytes whole = record(last | well_known, "T", text_payload("K1:WHOLE"));
  CHECK(first_text(joined({start, end, whole})) == "K1:WHOLE");
}

TEST_CASE("of UTF-16 the letters of codes are kept, and no other becomes one") {
  const auto message = [](const Bytes& units) {
    return record(only | well_known, "T", joined({{0x82}, bytes_of("en"), units}));
  };
  CHECK(first_text(message({0, 'K', 0, '1', 0, ':'})) == "K1:");
  CHECK(first_text(message({0xfe, 0xff, 0, 'K', 0, '1'})) == "K1");
  CHECK(first_text(message({0xff, 0xfe, 'K', 0, '1', 0})) == "K1");
  CHECK(first_text(message({4, 'K', 0, '1'})) ==
        "\x80"
        "1");
  CHECK(first_text(message({0, 'K', 0})) == "K\x80");
}

TEST_CASE("a message that is cut anywhere has no text, and one that lies about lengths has none") {
  const Bytes whole = text_message(badge);
  for (size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(first_text(cut(whole, 0, size)));
  for (const uint8_t lie : Bytes{0x02, 0x7f, 0xff}) {
    Bytes message = text_message(badge);
    message[2] = lie;  // the highest byte of a length of four
    CHECK_FALSE(first_text(message));
    message = text_message("K1:A");
    message[1] = lie;  // of the type
    CHECK_FALSE(first_text(message));
  }
}

TEST_CASE("no bytes stop the one who reads messages") {
  Seeded random(20260901);
  for (int i = 0; i < 20'000; ++i) {
    Bytes message = any_bytes(random, 60);
    if (random.chance(0.5)) {
      message = text_message("K1:ABC");
      message[random.below(message.size())] = static_cast<uint8_t>(random.u64());
    }
    const auto text = first_text(message);
    REQUIRE((!text || text->size() <= message.size()));
  }
}

// ---- cards ----

TEST_CASE("a badge is read from a card with files, in pieces that both can bear") {
  const auto at_once = GENERATE(uint8_t{15}, uint8_t{59}, uint8_t{128}, uint8_t{255});
  Type4Card card(text_message(badge), at_once);
  const Read out = read(card);
  CHECK(out.what == What::text);
  CHECK(out.text == badge);
  CHECK(card.most_asked <= std::min<size_t>(at_once, tag_chunk_bytes));
}

TEST_CASE("a card that gives less than it is asked for is asked again") {
  Type4Card card(text_message("K1:" + std::string(80, 'B')));
  card.gives_at_most = 7;
  CHECK(read(card).text == "K1:" + std::string(80, 'B'));
  card.gives_at_most = 0;
  CHECK(read(card).what == What::unread);
}

TEST_CASE("a card that gives more than it is asked for is not read") {
  Type4Card card(text_message(badge));
  const Read out = read(Type4Card::atr, [&](Command command) {
    Bytes answer = *card(command);
    if (answer.size() > tag_chunk_bytes) answer.insert(answer.begin(), 0x41);
    return answer;
  });
  CHECK(out.what == What::unread);
}

TEST_CASE("a badge is read from a card of pages, and no page behind it") {
  const Read out = read(Type2Card(text_message(badge)));
  CHECK(out.what == What::text);
  CHECK(out.text == badge);
  CHECK(out.commands == 1 + (text_message(badge).size() + 4 + 15) / 16);
  CHECK(read(Type2Card(text_message("K1:A"))).commands == 2);
}

TEST_CASE("what a card of pages has before its message is passed over") {
  const Bytes before{0x00, 0x00, 0x01, 0x03, 0xa0, 0x0c, 0x34, 0x02,
                     0x03, 0xf0, 0x08, 0x03, 0xfd, 0x02, 0x03, 0x04};
  CHECK(read(Type2Card::of_data(joined({before, Type2Card::in_tlv(text_message("K1:A"))}))).text ==
        "K1:A");
}

TEST_CASE("a card is read whatever its reader says it is") {
  Type4Card files(text_message("K1:A"));
  CHECK(read(Type2Card::atr, std::ref(files)).text == "K1:A");
  CHECK(read({}, std::ref(files)).text == "K1:A");
  CHECK(read(Type4Card::atr, Type2Card(text_message("K1:B"))).text == "K1:B");
  CHECK(read(Bytes(33, 0xff), Type2Card(text_message("K1:B"))).text == "K1:B");
}

TEST_CASE("who writes a tag by hand may paste the end of the line too") {
  Type4Card card(text_message("K1:A\r\n"));
  CHECK(read(card).text == "K1:A");
}

TEST_CASE("a tag that holds something else, or nothing, has no text") {
  Type4Card address(address_message()), empty(Bytes{});
  CHECK(read(address).what == What::none);
  CHECK(read(empty).what == What::none);
  CHECK(read(Type2Card(address_message())).what == What::none);
  CHECK(read(Type2Card(Bytes{})).what == What::none);
  CHECK(read(Type2Card::of_data({0xfe})).what == What::none);
  CHECK(read(Type2Card::of_data({})).what == What::none);
}

TEST_CASE("what is no tag is not read, after a few commands") {
  const Read bank = read({0x3b, 0x65, 0, 0, 0, 0, 0, 0, 0}, [](Command) { return refused(); });
  CHECK(bank.what == What::unread);
  CHECK(bank.commands == 2);
  Type2Card blank = Type2Card::of_data({});
  blank.memory[12] = 0x00;  // where a tag has its magic number
  CHECK(read(blank).what == What::unread);
}

TEST_CASE("a card that is withdrawn at any moment is not read, and asked nothing more") {
  Type4Card files(text_message(badge));
  const size_t all = read(files).commands;
  for (size_t count = 0; count < all; ++count) {
    const Read out = read(Type4Card::atr, leaving(files, count));
    CHECK(out.what == What::unread);
    CHECK(out.commands == count + 1);
  }
  Type2Card pages(text_message(badge));
  const size_t all_pages = read(pages).commands;
  for (size_t count = 0; count < all_pages; ++count) {
    const Read out = read(Type2Card::atr, leaving(pages, count));
    CHECK(out.what == What::unread);
    CHECK(out.commands == count + 1);
  }
}

TEST_CASE("a card with files that lies about itself is not read") {
  const auto with = [](size_t at, const Bytes& instead) {
    Type4Card card(text_message("K1:A"));
    std::copy(instead.begin(), instead.end(), card.about.begin() + static_cast<ptrdiff_t>(at));
    return read(card).what;
  };
  CHECK(with(3, {0x00, 0x00}) == What::unread);   // gives nothing at once
  CHECK(with(7, {0x05}) == What::unread);         // no file for messages
  CHECK(with(9, {0xe1, 0x05}) == What::text);     // any file, as long as it is there
  CHECK(with(11, {0x00, 0x05}) == What::unread);  // a file shorter than its message
  CHECK(with(13, {0x80}) == What::unread);        // a secret one
  Type4Card cut_short(text_message("K1:A"));
  cut_short.about.resize(9);
  CHECK(read(cut_short).what == What::unread);
}

TEST_CASE("a message longer than its card, or than any badge, is not read to its end") {
  Type4Card files(text_message("K1:A"));
  files.file[0] = 0x1f;
  CHECK(read(files).what == What::unread);
  files.file[0] = 0x03;  // short enough, but not there
  CHECK(read(files).what == What::unread);
  const Read beyond = read(Type2Card::of_data({0x03, 0xff, 0xff, 0xff}));
  CHECK(beyond.what == What::unread);
  CHECK(beyond.commands == 1 + (0x6d * 8 + 15) / 16 + 1);  // about it, its data, and the other way
  CHECK(read(Type2Card::of_data({0x03, 0xff, 0x10})).what == What::unread);
  CHECK(read(Type2Card::of_data(Bytes(800, 0x00))).what == What::none);
  // Pages have numbers of one byte to most cards, whatever size one claims.
  CHECK(read(Type2Card::of_data(Bytes(2040, 0x00), 0xff)).commands == 64);
}

TEST_CASE("a card of pages whose data end early is not read") {
  const Bytes data = Type2Card::in_tlv(text_message("K1:" + std::string(60, 'C')));
  for (size_t pages = 0; 4 * pages + 4 < data.size(); ++pages) {
    Type2Card card = Type2Card::of_data(data);
    card.memory.resize(16 + 4 * pages);
    CHECK(read(card).what == What::unread);
  }
}

TEST_CASE("whatever a card answers, few commands are sent to it") {
  Seeded random(20260902);
  for (int i = 0; i < 3'000; ++i) {
    const double honest = random.chance(0.5) ? 0.9 : 0.0;
    Type4Card files(text_message(badge));
    Type2Card pages(text_message(badge));
    const bool of_pages = random.chance(0.5);
    const Bytes atr = random.chance(0.3) ? any_bytes(random, 33)
                      : of_pages         ? Type2Card::atr
                                         : Type4Card::atr;
    const Read out = read(atr, [&](Command command) -> std::optional<Bytes> {
      if (random.chance(0.02)) return std::nullopt;
      Bytes answer = of_pages ? *pages(command) : *files(command);
      if (random.chance(honest)) return answer;
      if (random.chance(0.5)) answer = answered(any_bytes(random, 300));
      if (random.chance(0.3)) answer = any_bytes(random, 3);
      for (uint8_t& byte : answer)
        if (random.chance(0.05)) byte = static_cast<uint8_t>(random.u64());
      return answer;
    });
    REQUIRE(out.commands <= tag_commands_max);
    REQUIRE(out.text.size() <= ndef_bytes_max);
  }
}

TEST_CASE("a card that says one byte at a time for ever is left") {
  const Read out = read(Type4Card::atr, [](Command command) {
    const bool about = command[1] == 0xb0 && command[4] == 15;
    const bool length = command[1] == 0xb0 && command[4] == 2;
    if (about) return answered({0, 15, 0x20, 0, 0xff, 0, 0xff, 4, 6, 0xe1, 4, 0x20, 0, 0, 0});
    if (length) return answered({0x0f, 0xfe});
    return command[1] == 0xb0 ? answered({0x00}) : answered();
  });
  CHECK(out.what == What::unread);
  CHECK(out.commands == tag_commands_max);
}
