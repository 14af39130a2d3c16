"""Writes a catalogue whose texts are 40 % longer: `longer.py IN.po OUT.po`.

Vowels are doubled, so that words grow as they do in a translation; {placeholders} stay, and so do
the languages' own names, which no translation changes.
"""
import re
import sys
from pathlib import Path

GROWTH = 1.4
VOWELS = set("аеёиоуыэюяәөүaeiouyАЕЁИОУЫЭЮЯӘӨҮAEIOUY")
_TEXT = re.compile(r'^(msgstr(?:\[\d\])? )"(.+)"$')
_PIECE = re.compile(r"\{\w+\}|\\.|.")


def longer(text):
    pieces = _PIECE.findall(text)
    places = [i for i, piece in enumerate(pieces) if piece in VOWELS]
    letters = sum(len(piece) == 1 for piece in pieces)
    missing = round(letters * (GROWTH - 1))
    for turn in range(missing if places else 0):
        at = places[turn * len(places) // missing]
        pieces[at] += pieces[at][0].lower()
    return "".join(pieces)


def main(source, target):
    key, out = "", []
    for line in Path(source).read_text().splitlines():
        if line.startswith("msgid "):
            key = line[7:-1]
        match = _TEXT.match(line)
        if match and key and not key.startswith("language."):
            line = f'{match[1]}"{longer(match[2])}"'
        out.append(line)
    Path(target).write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
