"""What a build will need, started while it is being found out what is due.

Importing this costs next to nothing, and nothing that comes out depends on it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.paths import Project
from ivp.run import aside

if TYPE_CHECKING:
    from ivp.contracts import Verdict
    from ivp.kernels import warm

_PACKAGE = Path(__file__).parents[2]
_LOADED = (
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.api",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.csvs",
    "plotly.animation",
    "plotly.graph_objs._bar",
    "plotly.graph_objs._deprecations",
    "plotly.graph_objs._figure",
    "plotly.graph_objs._layout",
    "plotly.graph_objs._scatter",
    "plotly.graph_objs.bar.*",
    "plotly.graph_objs.layout._annotation",
    "plotly.graph_objs.layout._font",
    "plotly.graph_objs.layout._margin",
    "plotly.graph_objs.layout._shape",
    "plotly.graph_objs.layout._template",
    "plotly.graph_objs.layout._xaxis",
    "plotly.graph_objs.layout._yaxis",
    "plotly.graph_objs.layout.annotation._font",
    "plotly.graph_objs.layout.shape._line",
    "plotly.graph_objs.layout.xaxis._tickfont",
    "plotly.graph_objs.layout.xaxis._title",
    "plotly.graph_objs.layout.yaxis._tickfont",
    "plotly.graph_objs.layout.yaxis._title",
    "plotly.graph_objs.scatter.*",
    "plotly.io._json",
    "plotly.io._templates",
    "plotly.tools",
    "plotly.validator_cache",
    "pyarrow.pandas_compat",
    "scipy.optimize",
    "ivp.indicators.*",
    "ivp.show.*",
    "ivp.run.gate",
)
"""What kernels have in memory when they start: what the notebooks use, also where plotly and pandas
would import it late."""


class Ahead:
    """What figures wait for: the process that kernels come from, and the outcome of the contracts.

    ``note`` gets one sentence if kernels must be started the slow way.
    """

    def __init__(self, project: Project, note: Callable[[str], None] = lambda _: None) -> None:
        self._project, self._note = project, note
        self._contracts: Future[list[Verdict]] | None = None

    def start(self) -> None:
        """Begin: as soon as it is likely that figures changed, and once."""
        warm_up(self._project, self._note)
        if self._contracts is None and aside.workers() > 1:
            self.contracts()

    def contracts(self) -> Future[list[Verdict]]:
        """The outcome; raises when a contract is broken."""
        if self._contracts is None:
            from ivp.run.oordeel import judge

            self._contracts = aside.submit(judge, self._project.root)
        return self._contracts


def warm_up(project: Project, note: Callable[[str], None] = lambda _: None) -> warm.Parent:
    """Start, in the background, the process that kernels come from; the sooner the better.

    ``note`` gets one sentence if kernels must be started the slow way.
    """
    from ivp.kernels import warm

    # Kernels inherit this environment: one thread each, since they share the processors, and the
    # project's own package first, so that a checkout works without being installed.
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = [str(Path(part).absolute()) for part in given if part]
    os.environ.update(
        IVP_PROJECT=str(project.root),
        OPENBLAS_NUM_THREADS="1",
        PYDEVD_DISABLE_FILE_VALIDATION="1",
        JUPYTER_PLATFORM_DIRS="1",
        PYTHONPATH=os.pathsep.join(dict.fromkeys([str(_PACKAGE), *others])),
    )
    return warm.start(_LOADED, note)
