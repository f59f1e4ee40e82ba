"""An attack on the finished book: can a hidden count of persons be read from it or computed?

Independent of what hides the counts (``ivp.indicators.suppression``): this room reads what
readers get, and shares no code with it but the params and the sources.
"""

from ivp.audit.hidden_counts import Auditor, Leak, audit, search_ahead

__all__ = ["Auditor", "Leak", "audit", "search_ahead"]
