"""What is said of a notebook's parameters before it runs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from ivp.errors import NotitieboekFout
from ivp.run import parameters


def notebook(folder: Path, params: str) -> Path:
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(params, metadata={"tags": ["parameters"]})]
    path = folder / "proef.ipynb"
    nbformat.write(made, path)
    return path


def test_unknown_parameter_and_wrong_type_are_refused(tmp_path: Path) -> None:
    source = notebook(tmp_path, 'invoer: str = ""\nveld: str = "jeugd"\njaren: int = 4')
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


def test_notebook_without_typed_parameters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotitieboekFout, match="heeft geen soort"):
        parameters.declared(notebook(tmp_path, 'invoer: str = ""\nx = 1'), "proef")
    with pytest.raises(NotitieboekFout, match="'invoer' ontbreekt"):
        parameters.declared(notebook(tmp_path, "x: int = 1"), "proef")
    broken = tmp_path / "stuk.ipynb"
    broken.write_text("{")
    with pytest.raises(NotitieboekFout, match="niet te lezen"):
        parameters.declared(broken, "stuk")
