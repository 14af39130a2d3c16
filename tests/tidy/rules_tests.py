"""A test that is in the tree is in the build: each *_test.cpp and *_test.ts is named by a CMakeLists.txt that the
root reaches, or matched by a GLOB there."""
import posixpath
import re

from tree import Problem

_COMMENT = re.compile(r"#[^\n]*")
_ARGUMENT = re.compile(r'"[^"]*"|[^\s()"]+')
_GLOB = re.compile(r"\bfile\s*\(\s*(GLOB(?:_RECURSE)?)\b([^)]*)\)", re.IGNORECASE)
_FOLDER = re.compile(r"\badd_subdirectory\s*\(\s*([^\s)]+)", re.IGNORECASE)
_HERE = re.compile(r"\$\{(CMAKE_CURRENT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR)\}/?")
_ROOT = re.compile(r"\$\{(\w+_SOURCE_DIR)\}/?")
_VARIABLE = re.compile(r"\\\$\\\{[^}]*\\\}")


def check(tree):
    wanted = [f for f in tree.files if f.endswith(("_test.cpp", "_test.ts"))]
    lists = _reached(tree)
    return [Problem(path, 1, "this test is in no CMakeLists.txt, so it never runs; add it")
            for path in wanted
            if not any(_names(cmake, path) or _globs(cmake, path) for cmake in lists)]


class _CMake:
    def __init__(self, tree, path):
        self.folder = posixpath.dirname(path)
        self.text = _COMMENT.sub("", tree.text(path))
        self.arguments = {argument.strip('"') for argument in _ARGUMENT.findall(self.text)}

    def at(self, written):
        """A path as written there, from the root of the tree; variables stay."""
        if _HERE.match(written) or not _ROOT.match(written):
            written = posixpath.join(self.folder, _HERE.sub("", written))
        return posixpath.normpath(_ROOT.sub("", written))


def _reached(tree):
    """The CMakeLists.txt that a build of the root reads."""
    reached, waiting, left = [], ["CMakeLists.txt"], {
        f for f in tree.files if posixpath.basename(f) == "CMakeLists.txt"}
    while waiting:
        path = waiting.pop()
        if path not in left:
            continue
        left.remove(path)
        cmake = _CMake(tree, path)
        reached.append(cmake)
        for folder in _FOLDER.findall(cmake.text):
            pattern = _pattern(cmake.at(folder.strip('"')))
            waiting += [f for f in left if pattern.fullmatch(posixpath.dirname(f))]
    return reached


def _pattern(written):
    """A written path as a pattern: * is any name, ** any folders, a variable anything."""
    escaped = _VARIABLE.sub("(.+?)", re.escape(written)).replace(r"\*\*/", "(?:.+/)?")
    return re.compile(escaped.replace(r"\*", "[^/]*").replace(r"\?", "[^/]"))


def _names(cmake, path):
    return any(_fits(cmake, _pattern(cmake.at(argument)), path)
               for argument in cmake.arguments if argument.endswith(".cpp") and "*" not in argument)


def _globs(cmake, path):
    for kind, inside in _GLOB.findall(cmake.text):
        for argument in _ARGUMENT.findall(inside)[1:]:
            written = cmake.at(argument.strip('"'))
            if kind.upper() == "GLOB_RECURSE":  # at any depth
                folder, name = posixpath.split(written)
                written = posixpath.join(folder, "**", name)
            if _fits(cmake, _pattern(written), path):
                return True
    return False


def _fits(cmake, pattern, path):
    """`${name}_test.cpp` is a test only where the name stands as a word of its own."""
    match = pattern.fullmatch(path)
    return bool(match) and all(part in cmake.arguments for part in match.groups())
