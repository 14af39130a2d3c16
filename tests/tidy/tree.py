"""The files of a checkout as the rules see them, and what a rule says when it is broken."""
import os
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

# Built or fetched, never ours. Only needed where there is no git to ask.
NOT_OURS = {".git", ".cache", "build", "dist", "node_modules", "__pycache__"}
CPP = (".cpp", ".h", ".cc", ".hpp")
SCRIPT = (".js", ".ts", ".mjs", ".jsx", ".tsx")


class Problem(NamedTuple):
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """`files` are paths relative to `root`, sorted: tracked ones and new ones that are not ignored.
    `names` are those and the folders that hold them."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.files = sorted(_from_git(self.root) or _from_disk(self.root))
        self.names = {str(parent) for file in self.files for parent in Path(file).parents}
        self.names.update(self.files)
        self._texts = {}

    def text(self, path):
        """The text of a file; empty for a file that holds no text."""
        if path not in self._texts:
            data = (self.root / path).read_bytes()
            binary = b"\0" in data[:8192]
            self._texts[path] = "" if binary else data.decode("utf-8", errors="replace")
        return self._texts[path]

    def matching(self, suffixes, under=""):
        """Files with one of the suffixes below a folder; what a generator wrote is left out."""
        return [f for f in self.files
                if f.endswith(suffixes) and f.startswith(under) and not is_generated(f)]

    def holds(self, path):
        """Whether a file, or a folder with a file in it, is there."""
        return path.rstrip("/") in self.names

    def matches(self, pattern):
        """Whether a file or a folder matches; * spans folders too."""
        return any(fnmatchcase(name, pattern.rstrip("/")) for name in self.names)


def is_generated(path):
    return ".pb." in os.path.basename(path) or "generated" in Path(path).parts[:-1]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def _from_git(root):
    if not (root / ".git").exists():
        return []
    # A checkout that belongs to another user is still only read.
    command = ["git", "-c", "safe.directory=*", "-C", str(root),
               "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    names = {name.decode() for name in listed.split(b"\0") if name}
    return [name for name in names if (root / name).is_file()]  # a deleted file is still tracked


def _from_disk(root):
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in files]
    return found
