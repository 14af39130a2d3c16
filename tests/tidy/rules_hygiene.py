"""What must not be in a public tree: paths of one machine, hosts of package registries, words that
tell of the tools it was written with; and what may stand at the top."""
import re

from tree import Problem

TOP = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "dev",
       "kiosk", "sync", "shared", "assets", "tests", "images"}
# Spelled so that none of the patterns finds itself.
FORBIDDEN = [
    (r"(?<![\w.$}])/(?:root|home|work|Users)/", "a path of one machine; name it from the tree"),
    (r"\b(?:(?:deb|security|snapshot|ftp|archive)\.(?:\w+\.)?(?:debian|ubuntu)\.(?:org|com)"
     r"|(?:registry|www)\.(?:npmjs|yarnpkg)\.(?:org|com)|(?:test\.)?pypi\.org"
     r"|files\.pythonhosted\.org"
     r"|(?:static\.)?crates\.io|proxy\.golang\.org|ghcr\.io|quay\.io|docker\.io|repo\d*\.maven\.org"
     r"|rubygems\.org|(?:center|center2)\.conan\.io)\b",
     "a package registry; take the one that the machine is set up for"),
    (r"(?i)\b(?:cl[a]ude|anthr[o]pic|open[a]i|chat[g]pt|gpt-?\d|co-?pil[o]t|gem[i]ni|ll[m]s?"
     r"|large langu[a]ge models?|a[i][ -](?:generated|assisted|assistant)|sub[a]gents?"
     r"|co-[a]uthored-by)\b", "a word of the writer's tools; leave it out"),
]
_FORBIDDEN = [(re.compile(pattern), message) for pattern, message in FORBIDDEN]


def check(tree):
    tops = sorted({file.split("/")[0] for file in tree.files})
    places = f"the places at the top are {', '.join(sorted(TOP))} and hidden files"
    problems = [Problem(name, 1, f"must not stand here; {places}")
                for name in tops if name not in TOP and not name.startswith(".")]
    for path in tree.files:
        problems += _faults(path, 1, path)
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            problems += _faults(path, number, line)
    return problems


def _faults(path, number, line):
    return [Problem(path, number, f"'{match[0]}': {message}")
            for pattern, message in _FORBIDDEN for match in [pattern.search(line)] if match]
