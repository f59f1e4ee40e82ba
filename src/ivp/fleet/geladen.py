"""What every book needs, imported once: workers are forked from a process that has this loaded.

Nothing in here may start a thread, since threads do not survive a fork.
"""

import gc

import xlsxwriter  # noqa: F401

from ivp.contracts.run_suite import great_expectations

great_expectations()
gc.collect()
gc.freeze()  # keeps the pages shared between the workers
