"""Who may include whom, which library is known where, and what the pure boxes must not touch.

The tables are the rule: style.md's arrows, one row a box.
"""
import re
from fnmatch import fnmatch

import cpp
from tree import CPP, Problem

# A box of shared/ and the boxes it may include beside itself.
BOXES = {
    "base": [],
    "seam": ["base"],
    "crypto": ["base", "seam"],
    "text": ["base", "seam"],
    "model": ["base", "seam", "crypto", "text"],
    "log": ["base", "seam", "crypto", "text", "model"],
    "store": ["base", "seam", "crypto", "text", "model", "log"],
}
# A top folder and the top folders it may include beside itself.
FOLDERS = {
    "shared": [],
    "kiosk": ["shared"],
    "sync": ["shared"],
    "images": ["shared"],
    "tests": ["shared", "kiosk", "sync"],
}
# A library's headers and the only files that may know them. `*` also spans folders.
LIBRARIES = [
    (r"sqlite3(ext)?\.h$", ["shared/store/*", "sync/central/*store*", "tests/*"]),
    (r"curl/", ["sync/daemon/*transport*"]),
    (r"GLFW/", ["kiosk/platform/*"]),
    (r"(.*/)?imgui|(.*/)?imstb_", ["kiosk/ui/*", "kiosk/platform/*"]),
    (r"(PCSC/)?(winscard|pcsclite)\.h$", ["kiosk/device/card_service.cpp"]),
    (r"boost/(beast|asio)\b", ["sync/central/*listener*", "tests/fuzz/http.cpp"]),
    (r"prometheus/", ["sync/central/metrics.cpp"]),
    (r"(.*/)?libpq", ["*postgres*"]),
]
_INCLUDE = re.compile(r"\s*#\s*include\b")
# Boxes that compute only, so that one seed replays a whole system.
PURE = ("shared/model/", "shared/log/", "sync/exchange/", "kiosk/app/")
IMPURE_HEADERS = [
    (r"(thread|mutex|shared_mutex|condition_variable|future|semaphore|barrier|latch|stop_token|"
     r"pthread\.h|semaphore\.h)$", "threads"),
    (r"(fstream|filesystem|fcntl\.h|unistd\.h|dirent\.h)$", "files"),
    (r"(sys/socket\.h|sys/un\.h|netdb\.h|poll\.h|sys/epoll\.h|netinet/.*|arpa/.*|net/.*)$",
     "sockets"),
    (r"sys/.*", "the operating system"),
]
IMPURE_WORDS = [
    (r"::\s*now\s*\(|\b(clock_gettime|gettimeofday|timespec_get)\s*\("
     r"|(?<![\w.>])time\s*\(\s*(nullptr|NULL|0|&)", "a clock"),
    (r"\bstd\s*::\s*(jthread|thread|mutex|async|condition_variable)\b|\bpthread_\w+\s*\(",
     "threads"),
    (r"\b(fopen|freopen|tmpfile|mkstemp)\s*\(|\b[io]?fstream\b", "files"),
    (r"(?<![\w.>])(::\s*)?(socket|recvfrom|sendto)\s*\(", "sockets"),
    (r"\brandom_device\b|(?<![\w.>])s?rand\s*\(|\b(getrandom|getentropy|arc4random\w*|"
     r"randombytes_\w+|RAND_bytes)\s*\(", "chance"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\s*\(|(?<![\w.>])sleep\s*\(", "sleep"),
]


def check(tree):
    problems = []
    for path in tree.matching(CPP):
        source = cpp.Source(tree.text(path))
        for include in source.includes():
            problems += [Problem(path, include.line, message)
                         for message in _include_faults(path, include)]
        if path.startswith(PURE):
            problems += _impure(path, source)
    return problems


def _include_faults(path, include):
    target = include.path
    if ".." in target.split("/"):
        yield f'"{target}" climbs; name the file from the root'
        return
    folder = target.split("/")[0]
    if folder in FOLDERS:
        yield from _direction_faults(path, target)
    elif include.quoted:
        yield f'"{target}" does not start at the root; ours are named from the root, others in <>'
    for pattern, homes in LIBRARIES:
        if re.match(pattern, target) and not any(fnmatch(path, home) for home in homes):
            yield f"<{target}> is known to {' and '.join(homes)} only"


def _direction_faults(path, target):
    mine, theirs = path.split("/")[0], target.split("/")[0]
    if theirs != mine and theirs not in FOLDERS.get(mine, []):
        yield f"{mine}/ must not include {theirs}/ ({target})"
    elif mine == theirs == "shared":
        box, other = path.split("/")[1], target.split("/")[1]
        if box not in BOXES or other not in BOXES:
            strange = box if box not in BOXES else other
            yield f"shared/{strange} is no box; the boxes are {', '.join(BOXES)}"
        elif box != other and other not in BOXES[box]:
            below = ", ".join(BOXES[box]) or "nothing of ours"
            yield f"shared/{box} must not include shared/{other}; it stands on {below}"


def _impure(path, source):
    problems = []
    for include in source.includes():
        for use in [use for pattern, use in IMPURE_HEADERS if re.match(pattern, include.path)][:1]:
            problems.append(_pure_problem(path, include.line, f"<{include.path}>", use))
    for number, line in enumerate(source.code.split("\n"), 1):
        if _INCLUDE.match(line):
            continue
        for pattern, use in IMPURE_WORDS:
            match = re.search(pattern, line)
            if match:
                problems.append(_pure_problem(path, number, match[0].strip(" (:"), use))
    return problems


def _pure_problem(path, line, what, use):
    return Problem(path, line,
                   f"{what}: a pure box must not touch {use}; take it as a value or a seam")
