"""What no longer fits on two screens is taken apart: files and functions have a longest length."""
import cpp
from functions_cpp import Unbalanced, functions
from functions_script import python_functions, script_functions
from tree import CPP, SCRIPT, Problem

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70


def check(tree):
    problems = []
    for path in tree.matching(CPP + SCRIPT) + _python(tree):
        text = tree.text(path)
        lines = text.count("\n") + (not text.endswith("\n") and bool(text))
        if lines > FILE_LINES_MAX:
            problems.append(Problem(path, lines, f"{lines} lines; split it: a file has at most "
                                                 f"{FILE_LINES_MAX}"))
        problems += _long_functions(path, text)
    return problems


def _python(tree):
    scripts = [f for f in tree.files
               if "." not in f.rsplit("/", 1)[-1] and _runs_python(tree.text(f))]
    return tree.matching((".py",)) + scripts


def _runs_python(text):
    return text.startswith("#!") and "python" in text.split("\n", 1)[0]


def _long_functions(path, text):
    try:
        found = _functions(path, text)
    except Unbalanced as where:
        return [Problem(path, where.args[0], "this brace has no partner for a reader who takes the "
                                             "first branch of each #if; write it so that it has")]
    except SyntaxError as error:
        return [Problem(path, error.lineno or 1, f"not readable as Python: {error.msg}")]
    return [Problem(path, f.first, f"{f.name} has {f.length} lines; split it: a function has at "
                                   f"most {FUNCTION_LINES_MAX}")
            for f in found if f.length > FUNCTION_LINES_MAX]


def _functions(path, text):
    if path.endswith(CPP):
        return functions(cpp.Source(text).plain_code())
    if path.endswith(SCRIPT):
        return script_functions(text)
    return python_functions(text)
