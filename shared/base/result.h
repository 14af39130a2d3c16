// shared/base/result.h - the one way in which a failure of the world is told. No exceptions of
// ours, no error codes by hand.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace otmetka {

/// What a caller may do about it. The message says what happened, to what, and what a person should
/// do.
enum class Failure {
  bad_input,      // the bytes or words given are wrong; try others
  corrupt,        // what was stored is damaged
  io,             // the disk or the network said no
  full,           // no room; works again once there is
  busy,           // another program holds it
  absent,         // not there (yet)
  newer_version,  // written by a later version of ours
  not_enrolled,   // this box has no identity yet
  offline,        // nobody was reached, or what answered is not a central of ours
  refused,        // the other side understood and said no
};

struct Error {
  Failure failure;
  std::string message;
};

struct Unit {};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return *checked(); }
  const T& value() const& { return *const_cast<Result*>(this)->checked(); }
  T value() && { return std::move(*checked()); }
  const Error& error() const { return std::get<1>(content_); }
  T value_or(T other) && { return ok() ? std::move(*checked()) : std::move(other); }

 private:
  T* checked() {
    if (!ok()) {
      std::fprintf(stderr, "bug: a failed result was used: %s\n", error().message.c_str());
      std::abort();
    }
    return &std::get<0>(content_);
  }
  std::variant<T, Error> content_;
};

using Status = Result<Unit>;
inline Status done() { return Unit{}; }
inline Error fail(Failure failure, std::string message) {
  return Error{failure, std::move(message)};
}

}  // namespace otmetka

// Names are numbered, so that a TRY may stand inside another one.
#define OTMETKA_JOIN_(a, b) a##b
#define OTMETKA_JOIN(a, b) OTMETKA_JOIN_(a, b)
#define OTMETKA_TRY(name, expression)                      \
  __extension__({                                          \
    auto&& name = (expression);                            \
    if (!name.ok()) return ::otmetka::Error(name.error()); \
    std::move(name).value();                               \
  })
#define OTMETKA_MUST(name, expression)                               \
  __extension__({                                                    \
    auto&& name = (expression);                                      \
    if (!name.ok()) {                                                \
      std::fprintf(stderr, "bug at %s:%d: %s\n", __FILE__, __LINE__, \
                   name.error().message.c_str());                    \
      std::abort();                                                  \
    }                                                                \
    std::move(name).value();                                         \
  })

/// TRY passes a failure up; MUST says that a failure would be a bug of ours and stops.
#define TRY(expression) OTMETKA_TRY(OTMETKA_JOIN(otmetka_try_, __COUNTER__), expression)
#define MUST(expression) OTMETKA_MUST(OTMETKA_JOIN(otmetka_must_, __COUNTER__), expression)
