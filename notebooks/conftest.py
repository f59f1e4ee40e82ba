"""How the notebooks are tested: ``pytest --nbval-lax notebooks`` (CONTRIBUTING.md).

A cell marked ``# NBVAL_CHECK_OUTPUT`` must give the text that is stored with it. The notebooks read
the small project in ``tests/notebooks/project`` then, so no new figure changes what they give.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.notebook_outputs import PROJECT

SHOWN_ALSO = ("application/vnd.ivp+json", "application/vnd.plotly.v1+json", "text/markdown")
"""What a cell displays beside its text: the same once more, for the book and for JupyterLab."""


def pytest_collectstart(collector: pytest.Collector) -> None:
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += SHOWN_ALSO


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """The kernel starts here, and keeps this environment; nothing else may find it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVP_PROJECT", str(PROJECT))
        return (yield)
