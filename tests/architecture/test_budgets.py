"""Files and functions stay small enough to be read in one go (style.md, section 3)."""

from __future__ import annotations

from statistics import median, quantiles

from tests.architecture.tree import ROOMS, ROOT, Function, files, functions, name_of

LONGEST_FUNCTION = 50
LONGEST_VIEW = 30
LONGEST_FILE = 300
# Declarations, one line a field: reading them is looking something up.
DECLARATIONS = ("casework/catalogue/declared/", "protocols/core_words.py")


def test_no_file_is_longer_than_its_budget() -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in files(*ROOMS)}
    long = {
        name: size
        for name, size in sizes.items()
        if size > LONGEST_FILE and not name.startswith(DECLARATIONS)
    }
    assert long == {}


def test_no_function_is_longer_than_its_budget() -> None:
    long = [str(found) for found in functions(*ROOMS) if found.lines > LONGEST_FUNCTION]
    assert long == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = [found.lines for found in functions(*ROOMS)]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=20)[-1] <= 30


def _is_view(found: Function) -> bool:
    names = {
        part.func.attr if hasattr(part, "func") and hasattr(part.func, "attr") else ""
        for part in found.node.decorator_list
    }
    return bool(names & {"get", "post", "route"})


def test_a_view_is_guard_load_form_one_call_answer() -> None:
    long = [str(f) for f in functions("casework") if _is_view(f) and f.lines > LONGEST_VIEW]
    assert long == []


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "common", "misc", "manager", "handlers"}
    found = [name_of(p) for p in files(*ROOMS) if p.stem in empty or p.parent.name in empty]
    assert found == []


def test_pages_and_documents_are_where_they_belong() -> None:
    # Only known folders at the top: a newcomer finds the house of the README.
    known = {"casework", "protocols", "tests", "migrations", "docs", "benchmarks", "frontend"}
    known |= {"instance"}
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert found <= known
