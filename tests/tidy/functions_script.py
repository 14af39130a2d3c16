"""Finds the outermost functions of Python, and of JavaScript and TypeScript by their braces."""
import ast
import re

from functions_cpp import Function, Unbalanced

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_BEFORE_PATTERN = re.compile(r"(?:^|[(,=:\[!&|?{};+*%~^<>-]|\b(?:return|typeof|case|of|in))\s*$")
_TEMPLATE_PIECE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_$#][\w$]*|\d[\w.]*|=>|\?\.|\S")
_NAME = re.compile(r"[A-Za-z_$#]")
_BRACES = "{}"
_OPENING, _CLOSING = {"(", "["}, {")", "]"}
_CONTROL = {"if", "for", "while", "switch", "catch", "with"}
# A line that ends with one of the first, or begins with one of the second, goes on.
_GOES_ON = {"extends", "implements", "new", "async", "export", "default", "static", "public",
            "private", "protected", "readonly", "get", "set", "const", "let", "var", "function",
            "class", "return", "typeof", "in", "of", "as"}
_JOINS = {"extends", "implements", "in", "of", "instanceof", "as", "satisfies"}
_GROUPS = {"describe", "suite"}  # their callback is a list of tests, not a function to read at once


def python_functions(text):
    """Raises SyntaxError."""
    found, todo = [], [ast.parse(text)]
    while todo:
        for node in ast.iter_child_nodes(todo.pop()):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.append(Function(node.name, node.lineno, node.end_lineno))
            else:
                todo.append(node)
    return sorted(found, key=lambda function: function.first)


def script_functions(text):
    """Outermost functions of JavaScript or TypeScript. Raises Unbalanced."""
    found, scopes, head, inside, start = [], [], [], 0, 0
    for word, line, first_on_line in _words(script_code(text)):
        if inside:
            inside += (word == "{") - (word == "}")
            if not inside:
                found.append(Function(_name(head[start:]), head[start][1], line))
                head = head + [(_BRACES, line)] if start or _innermost(head) else []
            continue
        if first_on_line and _statement_ended(head, word):
            head = []
        if word == "{":
            kind, start = _kind([w for w, _ in head])
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
        elif word == ";" and not _innermost(head):
            head = []
        else:
            head.append((word, line))
    if inside or scopes:
        raise Unbalanced(head[start][1] if inside else scopes[-1][2])
    return found


def script_code(text):
    """`text` with comments, strings, templates and patterns blanked."""
    out, i = list(text), 0
    while i < len(text):
        end = _literal_end(text, i)
        if end > i:
            for k in range(i, end):
                if out[k] != "\n":
                    out[k] = " "
            out[i] = '"' if text[i:i + 2] not in ("//", "/*") else " "
            i = end
        else:
            i += 1
    return "".join(out)


def script_literals(text):
    """(string, line) of each string between quotes; templates and comments are none."""
    found, i = [], 0
    while i < len(text):
        end = _literal_end(text, i)
        if end > i and text[i] in "\"'":
            found.append((text[i + 1:end - 1], text.count("\n", 0, i) + 1))
        i = max(end, i + 1)
    return found


def _literal_end(text, i):
    """Where the comment or literal at `i` ends; `i` where none begins."""
    letter = text[i]
    match = None
    if letter == "/":
        match = _COMMENT.match(text, i)
        if not match and _BEFORE_PATTERN.search(text, max(0, i - 40), i):
            match = _PATTERN.match(text, i)
    elif letter in "\"'":  # an apostrophe in the text of a page opens nothing: it does not close
        match = _STRING.match(text, i)
    elif letter == "`":
        return _template_end(text, i + 1)
    return match.end() if match else i


def _template_end(text, i):
    while i < len(text):
        i = _TEMPLATE_PIECE.match(text, i).end()
        if text[i:i + 2] != "${":
            return i + 1
        depth, i = 1, i + 2
        while i < len(text) and depth:
            end = _literal_end(text, i)
            if end == i:
                depth += (text[i] == "{") - (text[i] == "}")
                end = i + 1
            i = end
    return i


def _words(code):
    for number, text in enumerate(code.split("\n"), 1):
        for match in _WORD.finditer(text):
            yield match[0], number, not text[:match.start()].strip()


def _statement_ended(head, word):
    """Whether a word that begins a line begins a statement too, though no semicolon was written."""
    if not head or _innermost(head):
        return False
    last = head[-1][0]
    return bool(_NAME.match(word)) and word not in _JOINS and last not in _GOES_ON \
        and (last in (")", "]", _BRACES, '"') or bool(_NAME.match(last) or last[0].isdigit()))


def _kind(words):
    """What a brace after `words` opens, and where in them it begins: a function, a scope (classes,
    blocks, groups of tests) or a value."""
    begin = _innermost([(word, 0) for word in words])
    inner = words[begin:]
    if words[-1:] and words[-1] in (":", "<", "|", "&"):
        return "value", 0  # a type written out
    if words[-1:] == ["=>"]:
        opener = words[begin - 2] if begin > 1 else ""
        return ("scope" if opener in _GROUPS else "function"), begin + _after_comma(inner)
    if "function" in inner:
        return "function", begin
    if "class" in inner or "interface" in inner or "enum" in inner:
        return "scope", 0
    if not inner or inner[0] in _CONTROL or inner[0] in ("else", "try", "finally", "do", "}"):
        return "scope", 0
    after_comma = _after_comma(inner)  # a method of an object follows its neighbours
    inner = inner[after_comma:]
    if "(" in inner and not {"=", "?", "case", "new"} & set(inner[:inner.index("(")]):
        before = inner[inner.index("(") - 1] if inner.index("(") else ""
        after = inner[_closing(inner) + 1:]
        named = re.match(r"[\w$#\]>\"]", before) and before not in _CONTROL
        if named and (not after or after[0] == ":"):
            return "function", begin + after_comma
    return "value", 0


def _innermost(head):
    """Where the words begin that stand inside the last parenthesis still open; 0 if none is."""
    opened = []
    for i, (word, _) in enumerate(head):
        if word in _OPENING:
            opened.append(i)
        elif word in _CLOSING and opened:
            opened.pop()
    return opened[-1] + 1 if opened else 0


def _after_comma(words):
    depth, begin = 0, 0
    for i, word in enumerate(words):
        depth += (word in _OPENING) - (word in _CLOSING)
        if word == "," and depth == 0:
            begin = i + 1
    return begin


def _closing(words):
    depth = 0
    for i in range(words.index("("), len(words)):
        depth += (words[i] in _OPENING) - (words[i] in _CLOSING)
        if depth == 0:
            return i
    return len(words)


def _name(head):
    words = [word for word, _ in head]
    for mark in ("function", "const", "let", "var"):
        if mark in words[:-1]:
            return words[words.index(mark) + 1]
    before = words.index("(") if "(" in words else 0
    return words[before - 1] if before and words[-1] != "=>" else "arrow function"
