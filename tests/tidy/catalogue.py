"""Reads a gettext catalogue, as far as the rules need it."""
import re

from tree import Problem

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+"(.*)"\s*$')
_MORE = re.compile(r'"(.*)"\s*$')
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_ESCAPES = {"n": "\n", "t": "\t"}


class Entry:
    def __init__(self, line, fuzzy):
        self.line, self.fuzzy = line, fuzzy
        self.key, self.plural, self.forms = "", False, {}

    @property
    def texts(self):
        return [self.forms[number] for number in sorted(self.forms)]

    def placeholders(self):
        return {name for text in self.texts for name in _PLACEHOLDER.findall(text)}


class Catalogue:
    """`entries` by key, without the header; `plural_forms` as the header says, None if it does not;
    `problems`: what is wrong with the file itself."""

    def __init__(self, path, text):
        self.path, self.entries, self.problems, self.plural_forms = path, {}, [], None
        for entry in self._read(text):
            if not entry.key:
                match = re.search(r"nplurals\s*=\s*(\d+)", entry.forms.get(0, ""))
                self.plural_forms = int(match[1]) if match else None
            elif entry.key in self.entries:
                self.problems.append(Problem(path, entry.line, f"{entry.key} stands here twice"))
            else:
                self.entries[entry.key] = entry

    def _read(self, text):
        entries, field, fuzzy = [], None, False
        for number, line in enumerate(text.split("\n"), 1):
            start, more = _LINE.match(line), _MORE.match(line)
            if start:
                field = (start[1], int(start[2] or 0))
                if start[1] == "msgid":
                    entries.append(Entry(number, fuzzy))
                    fuzzy = False
                if entries:
                    _add(entries[-1], field, start[3])
            elif more and entries and field:
                _add(entries[-1], field, more[1])
            elif line.startswith("#"):
                fuzzy = fuzzy or line.startswith("#,") and "fuzzy" in line
            elif line.strip():
                self.problems.append(Problem(self.path, number, "this line is not gettext"))
        return entries


def _add(entry, field, quoted):
    text = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), quoted)
    kind, number = field
    if kind == "msgid":
        entry.key += text
    elif kind == "msgid_plural":
        entry.plural = True
    elif kind == "msgstr":
        entry.forms[number] = entry.forms.get(number, "") + text
