// shared/model/name_mask.h - how much of a name the public side shows: enough to recognise oneself,
// too little to read off who is here. Of interest to name_search.cpp only.
#pragma once
#include <string_view>
#include <vector>

#include "shared/model/name_search.h"

namespace otmetka {

struct MaskedPerson {
  SearchedPerson id;
  uint32_t delegation = 0;
  std::string_view names;  // family, given, patronymic, each with a zero at its end
};

/// An order that says nothing of who was added when.
void sort_for_display(std::vector<MaskedPerson>& people);

/// In the same order; what is needed to tell them apart is added, as NameCandidate says.
std::vector<NameCandidate> masked(const std::vector<MaskedPerson>& people);

}  // namespace otmetka
