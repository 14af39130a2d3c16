"""Finds the outermost functions of a C++ file by its braces.

Not a parser: it walks the words, and at each opening brace asks what stands before it since the
last statement (the head). Namespaces, classes and initialisers are walked into; functions and
lambdas are not: what is inside a function counts for that function.
"""
import re
from typing import NamedTuple

_WORD = re.compile(
    r"""operator\b\s*(?:\(\s*\)|\[\s*\]|[^\s\w(;{]+)?
      | [A-Za-z_]\w* | \.?\d[\w.']* | :: | -> | && | \S""", re.VERBOSE)
_ATTRIBUTE = re.compile(r"\[\[[^\[\]]*\]\]")
_BRACES = "{}"  # stands for a closed pair of braces in a head
_CLOSING, _OPENING = {")", "]"}, {"(", "["}
_TYPE_WORDS = {"class", "struct", "union", "enum"}
_ACCESS = {"public", "private", "protected"}
_NOT_A_CALL = {"alignas", "decltype", "__attribute__"}
_LAMBDA_TAIL = {"mutable", "constexpr", "consteval", "noexcept", "->", "requires", "static"}


class Function(NamedTuple):
    name: str
    first: int  # line of its first word
    last: int   # line of its closing brace

    @property
    def length(self):
        return self.last - self.first + 1


class Unbalanced(Exception):
    """The braces of the file do not close; the argument is a line."""


def functions(code):
    """Outermost functions of `code`, which holds no comments, literals or directives."""
    found, scopes, head, inside, start = [], [], [], 0, 0
    for word, line in _words(code):
        if inside:
            inside += (word == "{") - (word == "}")
            if not inside:
                found.append(Function(_name(head[start:]), head[start][1], line))
                head = head + [(_BRACES, line)] if start or _depth(head) else []
        elif word == "{":
            kind, start = _kind([w for w, _ in head], bool(scopes) and scopes[-1][0] == "value")
            if kind == "function":
                inside = 1
            else:
                scopes.append((kind, head, line))
                head = []
        elif word == "}":
            if not scopes:
                raise Unbalanced(line)
            kind, outer, _ = scopes.pop()
            head = outer + [(_BRACES, line)] if kind == "value" else []
        elif word == ";" and not _depth(head):
            head = []
        elif word == ":" and len(head) == 1 and head[0][0] in _ACCESS:
            head = []
        else:
            head.append((word, line))
    if inside or scopes:
        raise Unbalanced(head[start][1] if inside else scopes[-1][2])
    return found


def _words(code):
    code = _ATTRIBUTE.sub(lambda match: " " * len(match[0]), code)
    for number, text in enumerate(code.split("\n"), 1):
        for match in _WORD.finditer(text):
            yield match[0], number


def _kind(words, in_value):
    """What a brace after `words` opens, and where in them it begins: a function, a scope (its
    inside is declarations) or a value (its inside is an initialiser)."""
    begin = _innermost(words)
    after_template = begin if begin else _after_templates(words)
    top = _top_level(words, after_template)
    said = [words[i] for i in top]
    if begin or in_value or "=" in said:
        start = _lambda_start(words, after_template)
        return ("value", 0) if start is None else ("function", start)
    type_word = next((i for i in top if words[i] in _TYPE_WORDS), None)
    declares_type = type_word is not None and not any(
        words[i] == "(" and words[i - 1] not in _NOT_A_CALL for i in top if i > type_word)
    if "namespace" in said or declares_type or said[:1] == ["extern"] and "(" not in said:
        return "scope", 0
    if "(" not in said or _initialises_member(said):
        return "value", 0
    return "function", 0


def _innermost(words):
    """Where the words begin that stand inside the last parenthesis still open; 0 if none is."""
    opened = []
    for i, word in enumerate(words):
        if word in _OPENING:
            opened.append(i)
        elif word in _CLOSING and opened:
            opened.pop()
    return opened[-1] + 1 if opened else 0


def _top_level(words, begin):
    """Where, from `begin` on, the words outside of all parentheses and brackets stand."""
    top, depth = [], 0
    for i in range(begin, len(words)):
        depth -= words[i] in _CLOSING
        if depth == 0:
            top.append(i)
        depth += words[i] in _OPENING
    return top


def _initialises_member(said):
    """`Name(int a) : member` before a brace: that brace is the member's, not the body's."""
    if ":" not in said or ")" not in said[:said.index(":")]:
        return False
    return said[-1] not in (")", _BRACES)


def _lambda_start(words, begin):
    """Where the lambda begins whose body the next brace opens; None if it opens none."""
    for start in (i for i in range(begin, len(words)) if words[i] == "["):
        before = words[start - 1] if start > begin else ""
        if before in (")", "]") or (re.match(r"\w", before) and before != "return"):
            continue  # a subscript or the size of an array
        i = _after(words, start, "[", "]")
        i = _after(words, i, "<", ">")
        i = _after(words, i, "(", ")")
        if i == len(words) or words[i] in _LAMBDA_TAIL and _depth_of(words[i:]) == 0:
            return start
    return None


def _after(words, start, opening, closing):
    """Behind the pair that opens at `start`; `start` itself where none opens there."""
    if start >= len(words) or words[start] != opening:
        return start
    depth, round_depth = 0, 0
    for i in range(start, len(words)):
        if opening == "<":  # a comparison in parentheses closes no template
            round_depth += (words[i] == "(") - (words[i] == ")")
        if round_depth == 0:
            depth += (words[i] == opening) - (words[i] == closing)
        if depth == 0:
            return i + 1
    return len(words)


def _after_templates(words):
    begin = 0
    while words[begin:begin + 2] == ["template", "<"]:
        begin = _after(words, begin + 1, "<", ">")
    return begin


def _name(head):
    words = [word for word, _ in head]
    words = words[_after_templates(words):]
    if words[0] == "[" or "(" not in words:
        return "lambda"
    return words[max(0, words.index("(") - 1)]


def _depth(head):
    return _depth_of([word for word, _ in head])


def _depth_of(words):
    return sum((word in _OPENING) - (word in _CLOSING) for word in words)
