#include "kiosk/device/card_service.h"

#include <winscard.h>

#include <array>

namespace otmetka::kiosk {
namespace {

// pcsc-lite's name for "which readers there are".
constexpr const char* which_readers = "\\\\?PnP?\\Notification";
// More than a short command can bring.
constexpr size_t answer_bytes_max = MAX_BUFFER_SIZE;

static_assert(std::is_same_v<SCARDCONTEXT, long>);

const SCARD_IO_REQUEST* header_of(DWORD protocol) {
  return protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
}

std::vector<uint8_t> atr_of(SCARDHANDLE card) {
  std::array<uint8_t, MAX_ATR_SIZE> atr{};
  DWORD name_bytes = 0, size = atr.size(), state = 0, protocol = 0;
  if (SCardStatus(card, nullptr, &name_bytes, &state, &protocol, atr.data(), &size) != 0 ||
      size > atr.size())
    return {};
  return {atr.begin(), atr.begin() + size};
}

void take(ReaderSight& sight, const SCARD_READERSTATE& seen) {
  if ((seen.dwEventState & SCARD_STATE_CHANGED) == 0) return;
  sight.looked_at = true;
  sight.card = (seen.dwEventState & SCARD_STATE_PRESENT) != 0;
  sight.changes = static_cast<uint16_t>(seen.dwEventState >> 16);
  sight.state = static_cast<uint32_t>(seen.dwEventState & ~DWORD{SCARD_STATE_CHANGED});
}

}  // namespace

bool CardService::good(long result) {
  if (result == SCARD_S_SUCCESS) return true;
  trouble_ = pcsc_stringify_error(result);
  return false;
}

bool CardService::open() {
  SCARDCONTEXT context = 0;
  if (!good(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context))) return false;
  const std::lock_guard lock(mutex_);
  context_ = context;
  return true;
}

void CardService::close() {
  std::optional<long> context;
  {
    const std::lock_guard lock(mutex_);
    std::swap(context, context_);
  }
  if (context) SCardReleaseContext(*context);
}

std::optional<std::vector<std::string>> CardService::readers() {
  // Asked for its size first, the list could grow in between; this has room for the most there are.
  std::vector<char> names(PCSCLITE_MAX_READERS_CONTEXTS * MAX_READERNAME + 1);
  DWORD size = names.size();
  const LONG result = SCardListReaders(*context_, nullptr, names.data(), &size);
  if (result == LONG{SCARD_E_NO_READERS_AVAILABLE}) return std::vector<std::string>();
  if (!good(result)) return std::nullopt;
  std::vector<std::string> out;
  names.back() = '\0';
  for (const char* name = names.data(); *name != '\0'; name += out.back().size() + 1)
    out.emplace_back(name);
  return out;
}

bool CardService::wait(std::vector<ReaderSight>& sights, uint32_t wait_ms) {
  std::vector<SCARD_READERSTATE> states(sights.size() + 1);
  for (size_t i = 0; i < sights.size(); ++i) {
    states[i].szReader = sights[i].name.c_str();
    states[i].dwCurrentState = sights[i].state;
  }
  states.back().szReader = which_readers;
  const LONG result = SCardGetStatusChange(*context_, wait_ms, states.data(), states.size());
  switch (result) {
    case SCARD_S_SUCCESS:
      for (size_t i = 0; i < sights.size(); ++i) take(sights[i], states[i]);
      return true;
    case LONG{SCARD_E_TIMEOUT}:
    case LONG{SCARD_E_CANCELLED}:
    case LONG{SCARD_E_UNKNOWN_READER}:  // it went since it was listed
    case LONG{SCARD_E_READER_UNAVAILABLE}:
      return true;
    default:
      return good(result);
  }
}

void CardService::cancel() {
  const std::lock_guard lock(mutex_);
  if (context_) SCardCancel(*context_);
}

TagText CardService::read(const std::string& reader, const std::function<bool()>& go_on,
                          std::string& why) {
  SCARDHANDLE card = 0;
  DWORD protocol = 0;
  const LONG connected = SCardConnect(*context_, reader.c_str(), SCARD_SHARE_EXCLUSIVE,
                                      SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol);
  if (connected != SCARD_S_SUCCESS) {
    why = std::string("cannot be reached: ") + pcsc_stringify_error(connected);
    return {};
  }
  const TagText out = read_tag(
      atr_of(card), [&](std::span<const uint8_t> command) -> std::optional<std::vector<uint8_t>> {
        if (!go_on()) return std::nullopt;
        std::vector<uint8_t> answer(answer_bytes_max);
        DWORD size = answer.size();
        const LONG sent = SCardTransmit(card, header_of(protocol), command.data(), command.size(),
                                        nullptr, answer.data(), &size);
        if (sent != SCARD_S_SUCCESS || size > answer.size()) return std::nullopt;
        answer.resize(size);
        return answer;
      });
  if (out.what == TagText::What::unread) why = "is no tag, or damaged";
  if (out.what == TagText::What::none) why = "holds no text";
  SCardDisconnect(card, SCARD_LEAVE_CARD);
  return out;
}

}  // namespace otmetka::kiosk
