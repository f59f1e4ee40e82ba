from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

Steps = list[tuple[str, ...]]


@pytest.fixture
def steps(tool: ModuleType, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """The steps that are taken, in a project of its own, without really installing."""
    taken: Steps = []

    def run(title: str, *command: str | Path) -> None:
        taken.append((title, *map(str, command)))
        if "venv" in command:
            python = tool.python_of(copy / ".venv")
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)

    monkeypatch.setattr(tool, "ROOT", copy)
    monkeypatch.setattr(tool, "run", run)
    monkeypatch.setenv("IVP_ZONDER_BROWSER", "1")
    return taken


def titles(steps: Steps) -> list[str]:
    return [title.split()[0] for title, *_ in steps]


def test_all_three_steps_then_none(tool: ModuleType, copy: Path, steps: Steps) -> None:
    assert tool.main([]) == 0
    assert titles(steps) == ["1/3", "2/3", "3/3"]
    assert "--require-hashes" in steps[1]
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(steps[2])
    steps.clear()
    assert tool.main([]) == 0
    assert steps == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_change_is_installed(tool: ModuleType, copy: Path, steps: Steps, name: str) -> None:
    tool.main([])
    steps.clear()
    with (copy / name).open("a") as file:
        file.write("\n# changed\n")
    tool.main([])
    assert titles(steps) == ["2/3", "3/3"]


def test_a_moved_project_is_installed_again(
    tool: ModuleType, copy: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool.main([])
    steps.clear()
    moved = copy.rename(copy.with_name("verplaatst"))
    monkeypatch.setattr(tool, "ROOT", moved)
    tool.main([])
    assert titles(steps) == ["2/3", "3/3"]


def test_an_interrupted_installation_is_taken_up(
    tool: ModuleType, copy: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tool.run

    def interrupted(title: str, *command: str | Path) -> None:
        whole(title, *command)
        if title.startswith("2/3"):
            raise KeyboardInterrupt

    monkeypatch.setattr(tool, "run", interrupted)
    assert tool.main([]) == 130
    monkeypatch.setattr(tool, "run", whole)
    steps.clear()
    assert tool.main([]) == 0
    assert titles(steps) == ["2/3", "3/3"]


def test_a_broken_environment_is_made_anew(tool: ModuleType, copy: Path, steps: Steps) -> None:
    tool.main([])
    steps.clear()
    python = tool.python_of(copy / ".venv")
    python.unlink()
    python.parent.rmdir()
    tool.main([])
    assert titles(steps) == ["1/3", "2/3", "3/3"]
    assert "--clear" in steps[0]


@pytest.mark.parametrize(
    ("there", "user", "missing", "said"),
    [
        ({"apt-get", "chromium"}, 0, "", []),
        ({"apt-get"}, 1000, "", []),
        (set(), 0, "", []),
        ({"apt-get"}, 0, "", ["update", "chromium-headless-shell"]),
        ({"apt-get"}, 0, "shell", ["update", "chromium-headless-shell", "chromium"]),
    ],
)
def test_a_browser_is_installed_where_that_may(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, there: set[str], user: int, missing: str,
    said: list[str],
) -> None:  # fmt: skip
    taken: list[str] = []

    def run(title: str, *command: str) -> None:
        taken.append(command[-1])
        if missing and missing in command[-1]:
            raise tool.Mislukt("dat pakket is er niet")

    monkeypatch.delenv("IVP_ZONDER_BROWSER", raising=False)
    monkeypatch.setattr(tool, "run", run)
    monkeypatch.setattr(tool.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(tool.os, "geteuid", lambda: user, raising=False)
    tool.browser()
    assert taken == said


def test_an_extra(tool: ModuleType, steps: Steps, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["quarto"]) == 0
    assert any("quarto-cli" in part for part in steps[-1])
    assert tool.main(["kwarto"]) == 1
    assert "Kies uit: quarto, analyse" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("The virtual environment was not created because ensurepip is not available", "'venv'"),
        ("OSError: [Errno 28] No space left on device", "schijf is vol"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "anders dan requirements.lock"),
        ("[Errno 13] Permission denied: 'x'", "niet worden geschreven"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificaat"),
        ("Failed to establish a new connection\nNo matching distribution found", "te bereiken"),
        ("ERROR: No matching distribution found for x", "heeft niet alles"),
        ("regel 1\niets onbekends", "iets onbekends"),
    ],
)
def test_a_failure_is_said_in_plain_dutch(
    tool: ModuleType, copy: Path, monkeypatch: pytest.MonkeyPatch, said: str, what: str
) -> None:
    monkeypatch.setattr(tool, "ROOT", copy)
    code = f"import sys; print({said!r}); sys.exit(1)"
    with pytest.raises(tool.Mislukt) as caught:
        tool.run("Stap", sys.executable, "-c", code)
    assert what in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert ".cache/omgeving.log" in str(caught.value)


def test_any_python_can_read_the_first_script(root: Path) -> None:
    text = (root / "tools/environment.py").read_text(encoding="ascii")
    tree = ast.parse(text)
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    later = [n for n in tree.body if isinstance(n, ast.ImportFrom)]
    assert all(node.lineno > guard.lineno for node in later), "the check comes first"


def test_only_the_standard_library(root: Path) -> None:
    """These run before there is an environment."""
    own = {"install", "in_environment"}
    for name in ("environment", "install", "in_environment", "pre_render", "post_render"):
        tree = ast.parse((root / "tools" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert {n.partition(".")[0] for n in names} <= sys.stdlib_module_names | own


def test_make_lists_its_targets_in_a_folder_with_a_space(copy: Path) -> None:
    done = subprocess.run(
        ["make"], cwd=copy, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 0, done.stderr
    for target in ("book", "test", "check", "status", "environment", "clean", "examples"):
        assert f"  make {target} " in done.stdout
