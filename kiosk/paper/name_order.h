// kiosk/paper/name_order.h - the order in which people look for a name on paper: of any of our
// languages in one list.
#pragma once
#include <memory>
#include <string>

namespace otmetka::kiosk::paper {

class NameOrder {
 public:
  NameOrder();
  ~NameOrder();
  /// Sorted by it, names are as an alphabet has them: Latin, then Cyrillic with Ә after А, Җ after
  /// Ж, Ң after Н, Ө after О, Ү after У, Һ after Х; ё as е. Equal keys: the same name.
  std::string key(const std::string& name) const;

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace otmetka::kiosk::paper
