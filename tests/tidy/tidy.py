#!/usr/bin/env python3
"""Style as a test: `tidy.py RULE ROOT` names each place that breaks a rule of the house, with what
to do, and fails if there is one. RULE: layers, size, tests, documents, catalogues, pages, hygiene,
all."""
import sys

import rules_catalogues
import rules_documents
import rules_hygiene
import rules_layers
import rules_pages
import rules_size
import rules_tests
from tree import Tree

RULES = {
    "layers": rules_layers.check,
    "size": rules_size.check,
    "tests": rules_tests.check,
    "documents": rules_documents.check,
    "catalogues": rules_catalogues.check,
    "pages": rules_pages.check,
    "hygiene": rules_hygiene.check,
}


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in {*RULES, "all"}:
        print(f"usage: tidy.py all|{'|'.join(RULES)} ROOT", file=sys.stderr)
        return 2
    tree = Tree(arguments[1])
    names = RULES if arguments[0] == "all" else [arguments[0]]
    problems = [problem for name in names for problem in RULES[name](tree)]
    for problem in problems:
        print(problem)
    print(f"tidy {arguments[0]}: {len(tree.files)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
