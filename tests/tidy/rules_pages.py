"""Each text of the office's pages is named in their sources as it is in assets/web/, so that a search
finds where it is shown; and every text that they name is there."""
import json
import re

from functions_script import script_literals
from tree import SCRIPT, Problem, line_of

SOURCES = "sync/central/web/src/"
TEXTS = "assets/web/texts.en.json"
_KEY = re.compile(r"[a-z][a-z-]*(\.[a-z-]+)+")
_USE = re.compile(r'\btext\(\s*"([^"\\\n]*)"')


def check(tree):
    if not tree.holds(TEXTS):
        return []
    written = tree.text(TEXTS)
    keys = json.loads(written)
    families = {key.split(".")[0] for key in keys}
    problems, used = [], set()
    for path in tree.matching(SCRIPT, SOURCES):
        source = tree.text(path)
        shown = {(match[1], line_of(source, match.start(1))) for match in _USE.finditer(source)}
        literals = script_literals(source)
        used |= {text for text, _ in literals}
        # Keys also stand in tables, from where they are handed on.
        shown |= {(text, line) for text, line in literals
                  if _KEY.fullmatch(text) and text.split(".")[0] in families}
        problems += [Problem(path, line, f"{key} is no text of the pages; add it to the four files "
                                         f"of assets/web/")
                     for key, line in sorted(shown, key=lambda use: use[1]) if key not in keys]
    return problems + [Problem(TEXTS, line_of(written, written.index(f'"{key}"')),
                               f"{key} is used nowhere; remove it from the four files, or name it "
                               f"whole in {SOURCES}")
                       for key in keys if key not in used]
