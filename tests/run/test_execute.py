"""Notebooks really run: outcomes, parameters, and every way in which a cell can fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
import pytest

from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import execute as ex
from ivp.run import parameters


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "map met spatie"
    (root / "notebooks").mkdir(parents=True)
    (root / "_quarto.yml").write_text("")
    return Project(root)


def notebook(project: Project, *cells: str, params: str = 'invoer: str = ""') -> Path:
    made = nbformat.v4.new_notebook()
    first = nbformat.v4.new_code_cell(params, metadata={"tags": ["parameters"]})
    made.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "P", "language": "python"}
    path = project.notebooks / "proef.ipynb"
    nbformat.write(made, path)
    return path


def job(project: Project, source: Path, **given: object) -> ex.Job:
    return ex.Job("proef", source, project.cache / "uitgevoerd" / "proef.ipynb", dict(given))


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_parameters_arrive_and_the_outcome_is_kept(project: Project) -> None:
    source = notebook(project, "print(invoer.upper())")
    done: list[str] = []
    ex.execute(project, [job(project, source, invoer="abc")], done.append)
    assert done == ["proef"]
    executed = json.loads((project.cache / "uitgevoerd" / "proef.ipynb").read_text())
    texts = [o["text"] for c in executed["cells"] for o in c.get("outputs", [])]
    assert "ABC" in "".join(texts[0])


def test_failing_cell_is_one_message_with_notebook_and_cell(project: Project) -> None:
    source = notebook(project, "#| label: fig-x\n1 / 0")
    with pytest.raises(NotitieboekFout) as caught:
        ex.execute(project, [job(project, source)], lambda _: None)
    assert caught.value.waar == "notebooks/proef.ipynb (hoofdstuk proef), cel fig-x"
    assert "ZeroDivisionError" in caught.value.wat


def test_our_own_error_keeps_its_words(project: Project) -> None:
    source = notebook(
        project,
        "from ivp.errors import BronFout\n"
        "raise BronFout('Kolom ontbreekt', waar='a.csv', waarom='daarom', doe='vraag het')",
    )
    with pytest.raises(NotitieboekFout) as caught:
        ex.execute(project, [job(project, source)], lambda _: None)
    assert caught.value.wat == "a.csv: Kolom ontbreekt"
    assert caught.value.doe == "vraag het"


def test_killed_kernel_is_an_error_and_leaves_no_process(project: Project) -> None:
    pid_file = project.root / "pid"
    source = notebook(
        project,
        f"import os, signal, pathlib\npathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()))",
        "os.kill(os.getpid(), signal.SIGKILL)",
    )
    with pytest.raises(NotitieboekFout, match="stopte onverwacht"):
        ex.execute(project, [job(project, source)], lambda _: None)
    assert not alive(int(pid_file.read_text()))


def test_cell_that_never_ends_is_stopped(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ex, "_TIMEOUT_SECONDS", 2)
    source = notebook(project, "import time\ntime.sleep(60)")
    with pytest.raises(NotitieboekFout, match="nog niet klaar"):
        ex.execute(project, [job(project, source)], lambda _: None)


def test_workers_follow_the_processors() -> None:
    assert 1 <= ex.workers() <= (os.cpu_count() or 1)


def test_unknown_parameter_and_wrong_type_are_refused(project: Project) -> None:
    source = notebook(project, params='invoer: str = ""\nveld: str = "jeugd"\njaren: int = 4')
    types = parameters.declared(source, "notebooks/proef.ipynb")
    good = {"veld": "fysiek", "jaren": 3}
    assert parameters.check("notebooks/proef.ipynb", "proef", good, types) == good
    with pytest.raises(NotitieboekFout, match=r"Bedoelt u 'veld'\?"):
        parameters.check("notebooks/proef.ipynb", "proef", {"vled": "x"}, types)
    with pytest.raises(NotitieboekFout, match="hoort een heel getal te zijn, niet 'vier'"):
        parameters.check("notebooks/proef.ipynb", "proef", {"jaren": "vier"}, types)
    with pytest.raises(NotitieboekFout, match="hoort een heel getal te zijn, niet True"):
        parameters.check("notebooks/proef.ipynb", "proef", {"jaren": True}, types)
    with pytest.raises(NotitieboekFout, match="kent geen parameter 'invoer'"):
        parameters.check("notebooks/proef.ipynb", "proef", {"invoer": "x"}, types)


def test_notebook_without_typed_parameters_is_refused(project: Project) -> None:
    with pytest.raises(NotitieboekFout, match="heeft geen soort"):
        parameters.declared(notebook(project, params='invoer: str = ""\nx = 1'), "proef")
    with pytest.raises(NotitieboekFout, match="'invoer' ontbreekt"):
        parameters.declared(notebook(project, params="x: int = 1"), "proef")
    broken = project.notebooks / "stuk.ipynb"
    broken.write_text("{")
    with pytest.raises(NotitieboekFout, match="niet te lezen"):
        parameters.declared(broken, "stuk")


def test_notebooks_side_by_side_leave_our_working_folder_alone(project: Project) -> None:
    """The kernels work in ``notebooks/``; this process stays where it was."""
    here, seen = Path.cwd(), set()
    source = notebook(project, "import os\nprint(os.getcwd())")
    jobs = [ex.Job(f"n{i}", source, project.cache / f"{i}.ipynb", {}) for i in range(4)]
    kernels = ex.Kernels(project)
    futures = [kernels.submit(job, lambda _: None) for job in jobs]
    while not all(future.done() for future in futures):
        seen.add(Path.cwd())
    kernels.close()
    assert seen == {here}
    for job in jobs:
        cell = nbformat.read(job.target, 4).cells[-1]
        assert cell.outputs[0].text.strip() == str(project.notebooks)
