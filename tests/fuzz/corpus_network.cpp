// What central, a browser and a printer say, for those fuzzers that stand in their place.
#include "shared/log/row.h"
#include "sync/exchange/frames.h"
#include "tests/fuzz/corpus_parts.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {
namespace {

// As enemy.cpp reads them.
constexpr uint8_t exchange = 0, restart = 2, prove = 8, too_long = 10, silence = 13, bytes = 14,
                  true_central = 15, with_receipt = 0x10, for_ever = 0x20;

class Script {
 public:
  Script& act(uint8_t what) { return byte(what); }
  Script& answer(uint8_t how, uint8_t frames = 0) {
    byte(how);
    return how % 16 < silence ? byte(frames) : *this;
  }
  /// The true central answers until both have everything.
  Script& truth(size_t answers = 8) {
    for (; answers > 0; --answers) byte(true_central);
    return *this;
  }
  Script& made(FrameType type) { return byte(static_cast<uint8_t>(static_cast<int>(type) | 0x80)); }
  Script& frame(FrameType type, ByteView body) {
    return byte(static_cast<uint8_t>(type)).part(body);
  }
  Script& byte(uint8_t value) {
    out_.u8(value);
    return *this;
  }
  Script& number(uint64_t value) {
    for (int i = 0; i < 8; ++i) byte(static_cast<uint8_t>(value >> (8 * i)));
    return *this;
  }
  Script& part(ByteView bytes_of) {
    write_part(out_, bytes_of);
    return *this;
  }
  Bytes take() { return out_.take(); }

 private:
  ByteWriter out_;
};

/// Receipts with one entry each, as enemy.cpp reads it: for each epoch of the box. An exchange in
/// which two answers bring nothing ends.
Script receipts(uint8_t what, ByteView more) {
  Script out;
  out.act(exchange);
  for (uint8_t which = 0; which < 2; ++which) {
    out.answer(0, 1).made(FrameType::receipt).byte(0).byte(1).byte(which).byte(what);
    for (const uint8_t each : more) out.byte(each);
    out.byte(0);
  }
  return out;
}

void add_receipts(Corpus& corpus) {
  // Another link at its end, and after it the truth.
  corpus["device/receipt-of-another-link"] = receipts(4, Bytes{7}).act(exchange).truth().take();
  corpus["device/receipt-beyond-the-end"] = receipts(2 | 8, Bytes(8, 0xff)).take();
  Script all;
  all.act(exchange).answer(0, 1).made(FrameType::receipt).byte(0).byte(2);
  for (uint8_t which = 0; which < 2; ++which) all.byte(which).byte(8);
  corpus["device/receipt-of-all"] = all.byte(2).byte(0).byte(1).take();
  for (const int64_t time : {INT64_MIN, INT64_MAX}) {
    Script when;
    when.act(exchange)
        .answer(0, 1)
        .made(FrameType::receipt)
        .byte(4)
        .number(static_cast<uint64_t>(time));
    corpus[time < 0 ? "device/time-min" : "device/time-max"] = when.byte(0).byte(0).truth().take();
  }
}

void add_logs(Corpus& corpus) {
  for (uint8_t who = 0; who < 4; ++who) {
    Script says;
    says.act(exchange).answer(with_receipt, 1).made(FrameType::hello).byte(who).byte(0);
    const std::vector<Fact> facts = some_facts(size_t{who} * 6, size_t{who} * 6 + 6);
    says.byte(static_cast<uint8_t>(facts.size()));
    for (const Fact& fact : facts) says.part(encode_row(fact)).byte(1).part(as_bytes("Ләйсән"));
    says.answer(with_receipt, 1).made(FrameType::detached).byte(0).truth();
    corpus["device/says-" + std::to_string(who)] = says.take();
  }
  // The box names its logs by digest, and none of them is said to be the same.
  ByteWriter hello;
  hello.uvarint(1).raw(filled<16>(9)).str(std::string_view("1")).uvarint(capability_digests);
  Script differ;
  differ.act(exchange).truth().answer(prove, 2).frame(FrameType::hello, hello.bytes());
  differ.frame(FrameType::challenge, Bytes(32, 7));
  for (uint8_t which = 0; which < 3; ++which) {
    differ.act(exchange).answer(with_receipt, 1).made(FrameType::log_digests).byte(2);
    for (const uint8_t log : {which, uint8_t{0xff}}) differ.byte(log).byte(1).byte(which);
  }
  corpus["device/digests-differ"] = differ.act(restart).truth().take();
  Script back;
  back.act(exchange).truth(3);
  back.answer(with_receipt, 1).made(FrameType::want_detached).byte(3).byte(2).byte(0).byte(1);
  back.act(exchange).truth();
  corpus["device/asks-back"] = back.take();
  Script texts;
  texts.act(exchange)
      .truth(2)
      .answer(with_receipt, 2)
      .made(FrameType::detached)
      .byte(2)
      .part(as_bytes("no text"));
  corpus["device/texts"] = texts.made(FrameType::granted_key).byte(9).truth().take();
}

void add_answers_again(Corpus& corpus) {
  Script cut;
  cut.act(exchange).truth(1).answer(with_receipt | for_ever, 1);
  ByteWriter pace;
  pace.uvarint(1).uvarint(0).u8(1);
  corpus["device/more-for-ever"] = cut.frame(FrameType::pace, pace.bytes()).take();
  Script prove_again;
  prove_again.act(exchange).answer(prove | for_ever, 1).frame(FrameType::challenge, Bytes(32, 7));
  corpus["device/prove-for-ever"] = prove_again.take();
  Script smaller;
  corpus["device/too-long-for-ever"] = smaller.act(exchange).answer(too_long | for_ever).take();
  Script keys;
  keys.act(exchange).answer(prove, 2).made(FrameType::succession).byte(2);
  keys.byte(0).byte(3).byte(0).number(1).byte(0).byte(3).byte(2).number(2);
  keys.frame(FrameType::challenge, Bytes(32, 7)).truth();
  corpus["device/succession"] = keys.act(restart).truth().take();
  Script page;
  page.act(exchange).answer(bytes).part(as_bytes("<!DOCTYPE html><html>"));
  corpus["device/portal"] = page.act(exchange).answer(silence).act(exchange).truth().take();
}

void add_enrolments(Corpus& corpus) {
  Script truth;
  corpus["enrol_answer/truth"] = truth.act(0).truth(10).take();
  Script cut;
  corpus["enrol_answer/cut-after-the-answer"] = cut.truth(1).answer(silence).truth(10).take();
  for (const char* scope : {"small.2025", "device", "venue:hub", "no scope", "sign\ngone"}) {
    Script more;
    more.answer(0, 1).made(FrameType::enrol_answer).byte(0).byte(1);
    more.part(as_bytes(std::string_view(scope))).byte(5);
    const std::string name =
        std::string(scope).substr(0, std::string_view(scope).find_first_of(" :\n."));
    corpus["enrol_answer/key-of-" + name] = more.truth(2).take();
  }
  ByteWriter inner;
  inner.u8(1).raw(Bytes(16, 0xce)).str("nowhere").uvarint(1).str("office").raw(Bytes(32, 4));
  Script other;
  other.answer(0, 1).made(FrameType::enrol_answer).byte(1).part(inner.bytes());
  corpus["enrol_answer/another-central"] = other.truth(2).take();
}

}  // namespace

void add_answers(Corpus& corpus) {
  add_receipts(corpus);
  add_logs(corpus);
  add_answers_again(corpus);
  add_enrolments(corpus);
}

void add_requests(Corpus& corpus) {
  const auto add = [&](const std::string& name, const std::string& request) {
    corpus["http/" + name] = with(16, as_bytes(request));
  };
  const std::string host = " HTTP/1.1\r\nHost: here\r\n", end = "\r\n";
  const std::string get = "GET /" + host + end;
  add("pages", get + "HEAD /texts.en.json" + host + end + "GET /api/v1/attendance?a=b+c&d=%41" +
                   host + "If-None-Match: \"1\"\r\n" + end);
  // The picture of the programme that the town has.
  const std::string blob = to_hex(hash({as_bytes("a picture that nobody looks at")}));
  for (const char* range : {"bytes=0-10", "bytes=5-", "bytes=9-1", "bytes=0-18446744073709551615"})
    add(std::string("range-") + (range + 6),
        "GET /sync/v1/blob/" + blob + host + "Range: " + range + end + end);
  add("body", "POST /sync/v1/exchange" + host +
                  "Content-Type: application/vnd.otmetka.frames\r\nContent-Length: 4\r\n\r\nOTX1" +
                  get);
  add("chunks",
      "POST /sync/v1/succession" + host +
          "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nOT\r\n2\r\nX1\r\n0\r\nA: b\r\n\r\n" + get);
  add("continue",
      "POST /sync/v1/enrol" + host + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\nOTX1");
  add("two-ends",
      "POST /" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get);
  add("two-hosts", "GET /" + host + "Host: there\r\n\r\n");
  add("old", "GET / HTTP/1.0\r\n\r\n" + get);
  add("proxy",
      "GET http://here/a/%2e%2e/b" + host + end + "GET https://here/texts.en.json?x" + host + end);
  add("climbs", "GET /a/../b" + host + end);
  add("slash", "GET /a%2fb" + host + end);
  add("long-head", "GET /" + host + "A: " + std::string(3000, 'a') + "\r\n\r\n");
  add("long-body", "POST /" + host + "Content-Length: 99999\r\n\r\n");
  add("tls", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
}

void add_printers(Corpus& corpus) {
  const auto u16 = [](ByteWriter& out, size_t value) {
    out.u8(static_cast<uint8_t>(value >> 8)).u8(static_cast<uint8_t>(value));
  };
  const auto attribute = [&](ByteWriter& out, uint8_t tag, std::string_view name, ByteView value) {
    out.u8(tag);
    u16(out, name.size());
    out.raw(as_bytes(name));
    u16(out, value.size());
    out.raw(value);
  };
  constexpr uint8_t boolean = 0x22, enumeration = 0x23, resolution = 0x32, keyword = 0x44,
                    charset = 0x47, language = 0x48, mime = 0x49;
  const auto words = [&](ByteWriter& out, uint8_t tag, std::string_view name,
                         std::initializer_list<std::string_view> values) {
    for (const std::string_view value : values) {
      attribute(out, tag, name, as_bytes(value));
      name = "";  // one more of the same
    }
  };
  for (const uint8_t state : {uint8_t{3}, uint8_t{5}}) {
    ByteWriter out;
    out.raw(Bytes{2, 0, 0, 0, 0, 0, 0, 1, 1});
    words(out, charset, "attributes-charset", {"utf-8"});
    words(out, language, "attributes-natural-language", {"en"});
    out.u8(4);
    attribute(out, enumeration, "printer-state", Bytes{0, 0, 0, state});
    words(out, keyword, "printer-state-reasons", {"media-empty-error", "toner-low-warning"});
    attribute(out, boolean, "printer-is-accepting-jobs", Bytes{1});
    attribute(out, enumeration, "operations-supported", Bytes{0, 0, 0, 2});
    words(out, mime, "document-format-supported", {"application/pdf", "image/pwg-raster"});
    words(out, keyword, "media-supported", {"iso_a4_210x297mm"});
    attribute(out, resolution, "pwg-raster-document-resolution-supported",
              Bytes{0, 0, 1, 0x2c, 0, 0, 1, 0x2c, 3});
    words(out, keyword, "pwg-raster-document-type-supported", {"sgray_8", "srgb_8"});
    attribute(out, enumeration, "job-state", Bytes{0, 0, 0, 9});
    words(out, keyword, "job-state-reasons", {"job-completed-with-errors"});
    corpus["ipp/state-" + std::to_string(state)] = std::move(out.u8(3)).take();
  }
}

}  // namespace otmetka::fuzz
