// tests/fuzz/corpus_parts.h - of interest to the sources of the corpus only.
#pragma once
#include "shared/model/fact.h"
#include "tests/fuzz/corpus.h"

namespace otmetka::fuzz {

using Corpus = std::map<std::string, Bytes>;

Bytes with(uint8_t how, ByteView rest);
/// Of the hand-chosen ones.
std::vector<Fact> some_facts(size_t from, size_t to);

// For the doors behind which somebody answers or asks over a network.
void add_answers(Corpus& corpus);
void add_requests(Corpus& corpus);
void add_printers(Corpus& corpus);

}  // namespace otmetka::fuzz
