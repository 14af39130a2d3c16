"""A path that a document names is there. Looked at: `code` that begins with one of our folders
(from the root), and the targets of links and pictures (from the document). In SECURITY.md also the
tests: "a sentence" is a TEST_CASE, and `test_words` one of Python."""
import posixpath
import re

from tree import Problem

FOLDERS = ("kiosk/", "sync/", "shared/", "assets/", "tests/", "images/")
_FENCE = re.compile(r"^ *(```|~~~).*?^ *\1[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(.+?)\1")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|\b(?:src|href)=\"([^\"]+)\"")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#|//")
# Documents themselves are in capitals, so those are names.
_PLACEHOLDER = re.compile(r"<[^>/]*>|\b[A-Z][A-Z0-9_]+\b(?!\.md)|…|\.\.\.|\$\{?\w+\}?")
_SENTENCE = re.compile(r'"([^"]+)"')
_PYTHON_TEST = re.compile(r"`(test_\w+)`")
_CASE = re.compile(r'\bTEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')


def check(tree):
    problems = []
    for path in (f for f in tree.files if f.endswith("SECURITY.md")):
        tests = _tests(tree)
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            problems += [Problem(path, number, f"there is no test {name}")
                         for name in _SENTENCE.findall(line) + _PYTHON_TEST.findall(line)
                         if name not in tests]
    for path in (f for f in tree.files if f.endswith(".md")):
        text = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), tree.text(path))
        for number, line in enumerate(text.split("\n"), 1):
            problems += [Problem(path, number, f"{name} is not there; mend the name or the tree")
                         for name in _named(path, line) if not _exists(tree, name)]
    return problems


def _tests(tree):
    found = set()
    for path in tree.matching((".cpp",), "tests/"):
        for case in _CASE.findall(tree.text(path)):
            found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', case)))
    for path in tree.matching((".py",), "tests/"):
        found.update(re.findall(r"\bdef (test_\w+)", tree.text(path)))
    return found


def _named(path, line):
    for match in _CODE.finditer(line):
        for word in match[2].split():
            word = word.strip("\"'(),;:").rstrip(".")
            if word.startswith("./"):
                word = word[2:]
            if word.startswith(FOLDERS):
                yield word
    for match in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
        target = (match[1] or match[2]).split("#")[0].split("?")[0]
        if target and not _ELSEWHERE.match(match[1] or match[2]):
            base = "" if target.startswith("/") else posixpath.dirname(path)
            yield posixpath.normpath(posixpath.join(base, target.lstrip("/")))


def _exists(tree, name):
    return all(_exists_one(tree, choice) for choice in _choices(name))


def _choices(name):
    """a/{b,c}.h is a/b.h and a/c.h."""
    match = re.search(r"\{([^{}]*,[^{}]*)\}", name)
    if not match:
        return [name]
    return [made for choice in match[1].split(",")
            for made in _choices(name[:match.start()] + choice + name[match.end():])]


def _exists_one(tree, name):
    if tree.holds(name) or name == ".":
        return True
    pattern = _PLACEHOLDER.sub("*", name)
    if pattern != name:
        # What a person puts in a placeholder's stead need not exist; the folder before it must.
        return tree.holds(posixpath.dirname(pattern[:pattern.index("*") + 1]))
    return tree.matches(pattern)
