"""Who may import what; the layers themselves are contracts of import-linter in pyproject.toml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, files, functions, imports, name_of, parsed

UNSEALERS = ("casework/disclosure/", "casework/crypto/rotate.py", "casework/crypto/system.py")


def test_imports_point_downward() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_room_has_its_floor() -> None:
    contracts = (ROOT / "pyproject.toml").read_text()
    rooms = {p.name for p in (ROOT / "casework").iterdir() if (p / "__init__.py").exists()}
    rooms |= {p.stem for p in (ROOT / "casework").glob("*.py")} - {"__init__"}
    assert {room for room in rooms if f"casework.{room}" not in contracts} == set()


def test_only_the_gate_rotation_and_the_system_may_open_what_is_sealed() -> None:
    found = {
        name_of(path) for path in files("casework") if "casework.crypto.unseal" in imports(path)
    }
    assert {name for name in found if not name.startswith(UNSEALERS)} == set()
    assert any(name.startswith("casework/disclosure/") for name in found)


def test_the_engine_imports_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {"protocols"}
    used = {
        (name_of(path), module.split(".")[0])
        for path in files("protocols")
        for module in imports(path)
    }
    assert {pair for pair in used if pair[1] not in allowed} == set()


@pytest.mark.parametrize(
    "reach", [r"datetime\.now", r"date\.today", r"time\.time", r"\bopen\(", r"import random"]
)
def test_the_engine_reaches_for_nothing_that_was_not_handed_in(reach: str) -> None:
    found = [name_of(path) for path in files("protocols") if re.search(reach, path.read_text())]
    assert found == []


def test_history_does_not_change_when_the_models_do() -> None:
    wrong = {
        name_of(path)
        for path in files("migrations")
        for module in imports(path)
        if module.split(".")[0] in {"casework", "protocols", "tests"}
    }
    assert wrong == set()


def test_nothing_imports_the_composition_root() -> None:
    found = [name_of(path) for path in files(*ROOMS) if "casework.app" in imports(path)]
    assert found == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        str(found)
        for found in functions(*ROOMS)
        for node in ast.walk(found.node)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_cycle_is_excused_as_typing_only() -> None:
    excused = [
        name_of(path)
        for path in files(*ROOMS)
        if any(isinstance(n, ast.Name) and n.id == "TYPE_CHECKING" for n in ast.walk(parsed(path)))
    ]
    assert excused == []


def test_the_whole_application_loads_every_table() -> None:
    # `db check` and `db new` compare with what the application has loaded.
    code = (
        "import sys, casework.app; "
        "print('\\n'.join(m for m in sys.modules if m.startswith('casework.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    tables = {
        name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for path in files("casework")
        if "casework.db.Base" in imports(path)
    }
    assert tables - loaded == set()
