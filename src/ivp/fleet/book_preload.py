"""What every book needs, imported once: workers are forked from a process that has this loaded.

Nothing in here may start a thread, since threads do not survive a fork.
"""

import gc
from importlib import import_module

from ivp.contracts.run_suite import great_expectations

for name in (
    "xlsxwriter",
    "ivp.audit",
    "ivp.book.render",
    "ivp.editions.adoption",
    "ivp.editions.crate",
    "ivp.indicators.directions",
    "ivp.run.execute",
    "ivp.run.finish",
    "ivp.run.pipeline",
):
    import_module(name)
great_expectations()
gc.collect()
gc.freeze()  # keeps the pages shared between the workers
