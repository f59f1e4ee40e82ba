"""What notebooks use, imported once: each notebook's process is forked from one that has this.

Multiprocessing's fork server imports this module when it starts (``ivp.run.engine``). What cannot
be imported is left to the notebook, which then says so in its own place.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from contextlib import suppress
from pathlib import Path

LIBRARIES = (
    "babel.dates",
    "babel.lists",
    "babel.numbers",
    "pymcdm.methods",
    "scipy.optimize",
    "scipy.optimize.elementwise",
    "statsmodels.genmod.generalized_linear_model",
    "statsmodels.stats.multitest",
    "statsmodels.stats.power",
    "statsmodels.stats.rates",
)
"""What our own modules import only when they use it."""


def _with_all_in_it(package: str) -> None:
    with suppress(Exception):
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            with suppress(Exception):
                importlib.import_module(found.name)


def _draw() -> None:
    """Plotly and pandas import half of themselves only when something is made with them."""
    import pandas as pd
    import plotly.graph_objects as go

    frame = pd.DataFrame({"naam": ["a", "b"], "jaar": [1, 1], "waarde": [1.0, 2.0]})
    frame.pivot(index="naam", columns="jaar", values="waarde").to_dict("records")
    font, error = {"size": 12}, {"array": [1, 1]}
    marker = {"color": "red", "line": {"width": 1}}
    axis = {"title": {"text": "x", "font": font}, "tickfont": font, "minor": {"ticks": ""}}
    shared = {"x": [1, 2], "y": frame["waarde"], "textfont": font, "error_x": error}
    figure = go.Figure(
        [
            go.Bar(marker={**marker, "pattern": {"shape": "/"}}, **shared),
            go.Scatter(marker=marker, line={"width": 1}, error_y=error, **shared),
        ]
    )
    figure.update_layout(xaxis=axis, yaxis=axis, template="none", font=font, margin={"l": 1})
    figure.update_layout(legend={"font": font})
    figure.add_annotation(text="x", x=0, y=0, font=font)
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line={"width": 1})
    figure.to_json(engine="json")


gc.disable()  # modules are no rubbish: looking for it takes a sixth of the time
for name in ("ivp.chapters", "ivp.show", "ivp.plan", "ivp.indicators"):
    _with_all_in_it(name)
for name in LIBRARIES:
    with suppress(Exception):
        importlib.import_module(name)
with suppress(Exception):
    _draw()
with suppress(Exception):
    from ivp.run import notebook_process

    notebook_process.shell()
gc.collect()
gc.freeze()  # keeps the pages shared between the processes
gc.enable()
gc.set_threshold(100_000, 20, 20)  # as in ``ivp.cli``
THREADS = len(list(Path("/proc/self/task").iterdir()))
"""Of this process, native ones too: a process with more than one should not be forked."""
