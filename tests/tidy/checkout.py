"""A small tree for one test: written to a temporary folder, judged by one rule."""
import tempfile
import unittest
from pathlib import Path

from tidy import RULES
from tree import Tree


class CheckoutTest(unittest.TestCase):
    def judge(self, rule, files):
        """What the rule says of a tree with these files: a list of `path:line: message`."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return [str(problem) for problem in RULES[rule](Tree(folder))]

    def holds(self, rule, files):
        self.assertEqual([], self.judge(rule, files))

    def broken(self, rule, files, *said):
        """The rule is broken once for each of `said`, and each is a part of what it says."""
        problems = self.judge(rule, files)
        self.assertEqual(len(said), len(problems), problems)
        for problem, part in zip(problems, said):
            self.assertIn(part, problem)
