"""Every text on a screen is a key of four catalogues: none unknown, missing, empty or unused.

Says nothing while assets/locale holds no catalogue.
"""
import re

import cpp
from catalogue import Catalogue
from tree import CPP, SCRIPT, Problem, line_of

FOLDER = "assets/locale/"
# Languages and their numbers of plural forms. ky has two categories with one text, so either.
LANGUAGES = {"ru": {3}, "tt": {1}, "ky": {1, 2}, "en": {2}}
_USE = re.compile(r'\b(text|plural)\s*\(\s*"([^"\\\n]*)"')
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_FILE_NAME = re.compile(r".*\.(png|jpe?g|db|toml|po|mo|otf|ttf|json|pem|log|lock|key|sock|txt|wav)")
_LITERAL = re.compile(r""""([^"\\\n]*)"|'([^'\\\n]*)'|`([^`\\\n]*)`""")


def check(tree):
    if not tree.matching((".po",), FOLDER):
        return []
    absent = [language for language in LANGUAGES if not tree.holds(f"{FOLDER}{language}.po")]
    if absent:
        return [Problem(f"{FOLDER}{language}.po", 1, "this catalogue is missing")
                for language in absent]
    catalogues = [Catalogue(f"{FOLDER}{language}.po", tree.text(f"{FOLDER}{language}.po"))
                  for language in LANGUAGES]
    problems = []
    for language, catalogue in zip(LANGUAGES, catalogues):
        problems += catalogue.problems + _form_faults(catalogue, LANGUAGES[language])
    return problems + _gaps(catalogues) + _placeholder_faults(catalogues) + _uses(tree, catalogues)


def _form_faults(catalogue, allowed):
    if catalogue.plural_forms not in allowed:
        right = " or ".join(str(number) for number in sorted(allowed))
        return [Problem(catalogue.path, 1, f"its Plural-Forms must say nplurals={right}")]
    problems = []
    for key, entry in catalogue.entries.items():
        forms = catalogue.plural_forms if entry.plural else 1
        if len(entry.texts) != forms:
            problems.append(Problem(catalogue.path, entry.line,
                                    f"{key} has {len(entry.texts)} forms, not {forms}"))
        if entry.fuzzy or not all(text.strip() for text in entry.texts):
            problems.append(Problem(catalogue.path, entry.line, f"{key} is empty or fuzzy"))
    return problems


def _gaps(catalogues):
    problems = []
    for key in sorted(set().union(*(catalogue.entries for catalogue in catalogues))):
        holders = [catalogue for catalogue in catalogues if key in catalogue.entries]
        problems += [Problem(catalogue.path, 1, f"{key} is missing")
                     for catalogue in catalogues if key not in catalogue.entries]
        if len({catalogue.entries[key].plural for catalogue in holders}) > 1:
            first = holders[0]
            problems.append(Problem(first.path, first.entries[key].line,
                                    f"{key} is a plural in some catalogues only"))
    return problems


def _placeholder_faults(catalogues):
    """A translation that asks for what the others are not given would fail on the screen."""
    known = catalogues[-1].entries
    return [Problem(catalogue.path, entry.line,
                    f"{key} asks for {', '.join(sorted(extra))}, which English does not")
            for catalogue in catalogues for key, entry in catalogue.entries.items() if key in known
            for extra in [entry.placeholders() - known[key].placeholders()] if extra]


def _uses(tree, catalogues):
    plurals = {key: entry.plural
               for catalogue in catalogues for key, entry in catalogue.entries.items()}
    problems = []
    for path in tree.matching(CPP, "kiosk/"):
        problems += _use_faults(path, cpp.Source(tree.text(path)), plurals)
    if not tree.matching((".cpp",), "kiosk/ui/"):
        return problems  # no screens yet, so nothing could use a text
    english, used = catalogues[-1], _literals(tree)
    return problems + [Problem(english.path, entry.line,
                               f"{key} is used nowhere; remove it from the four catalogues")
                       for key, entry in english.entries.items() if key not in used]


def _use_faults(path, source, plurals):
    families = {key.split(".")[0] for key in plurals}
    unknown = {}
    for match in _USE.finditer(source.uncommented):
        line = line_of(source.uncommented, match.start(2))
        if match[2] not in plurals:
            unknown[line, match[2]] = "is in no catalogue"
        elif match[1] == "plural" and not plurals[match[2]]:
            unknown[line, match[2]] = "is no plural in the catalogues"
    for key, line in source.literals:
        # Keys also stand in tables, from where they are handed to text(): a slip shows here.
        if key not in plurals and key.split(".")[0] in families and _KEY.fullmatch(key) \
                and not _FILE_NAME.fullmatch(key):
            unknown[line, key] = "is in no catalogue"
    return [Problem(path, line, f"{key} {fault}") for (line, key), fault in sorted(unknown.items())]


def _literals(tree):
    found = set()
    for folder in ("kiosk/", "sync/", "shared/"):
        for path in tree.matching(CPP, folder):
            found |= {literal.text for literal in cpp.Source(tree.text(path)).literals}
        for path in tree.matching(SCRIPT, folder):
            found |= {text for match in _LITERAL.findall(tree.text(path)) for text in match}
    return found
