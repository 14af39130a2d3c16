"""Reads C++ just far enough for the rules: what is code, what is comment, what is text."""
import re
from typing import NamedTuple

from tree import line_of

# One alternative for each thing inside which the others mean nothing. Numbers and names stand here
# so that the quote of 1'000 and the R of a name before a quote are not taken for a beginning.
_PIECE = re.compile(
    r"""(?P<comment>//(?:[^\n\\]|\\.)*|/\*.*?\*/)
      | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\((?P<raw_text>.*?)\)(?P=mark)")
      | (?P<string>(?:u8|[uUL])?"(?P<string_text>(?:[^"\\\n]|\\.)*)")
      | (?P<character>(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
      | (?P<name>[A-Za-z_]\w*)
      | (?P<number>\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
    """, re.VERBOSE | re.DOTALL)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<open>["<])(?P<path>[^">\n]+)[">]', re.M)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(\w+)")


class Include(NamedTuple):
    path: str
    quoted: bool
    line: int


class Literal(NamedTuple):
    text: str
    line: int


class Source:
    """`code`: comments and the insides of literals blanked. `uncommented`: comments blanked. Both
    keep every line and column."""

    def __init__(self, text):
        code, uncommented, self.literals = list(text), list(text), []
        for piece in _PIECE.finditer(text):
            kind = piece.lastgroup if piece.lastgroup in ("comment", "character") else None
            kind = kind or next((k for k in ("raw", "string") if piece[k]), None)
            if kind == "comment":
                _blank(code, piece.start(), piece.end())
                _blank(uncommented, piece.start(), piece.end())
            elif kind == "character":
                _blank(code, piece.start(), piece.end())
            elif kind:
                inside = f"{kind}_text"
                _blank(code, *piece.span(inside))
                self.literals.append(Literal(piece[inside], line_of(text, piece.start())))
                if kind == "raw":  # the mark and its parentheses are no code
                    _blank(code, piece.start(), piece.start(inside))
                    _blank(code, piece.end(inside), piece.end())
        self.code, self.uncommented = "".join(code), "".join(uncommented)

    def includes(self):
        found = []
        for match in _INCLUDE.finditer(self.uncommented):
            if "#" in self.code[match.start():match.end()]:  # else it stands inside a literal
                line = line_of(self.uncommented, match.start("path"))
                found.append(Include(match["path"], match["open"] == '"', line))
        return found

    def plain_code(self):
        """`code` without directives, and of each #if only the first branch: braces balance."""
        lines, kept, continued, skipping = self.code.split("\n"), [], False, []
        for line in lines:
            directive = None if continued else _DIRECTIVE.match(line)
            blank = continued or directive or any(skipping)
            continued = bool(continued or directive) and line.endswith("\\")
            if directive:
                _branch(directive[1], skipping)
            kept.append("" if blank else line)
        return "\n".join(kept)


def _branch(directive, skipping):
    if directive in ("if", "ifdef", "ifndef"):
        skipping.append(False)
    elif directive in ("else", "elif") and skipping:
        skipping[-1] = True
    elif directive == "endif" and skipping:
        skipping.pop()


def _blank(characters, start, end):
    for i in range(start, end):
        if characters[i] != "\n":
            characters[i] = " "
