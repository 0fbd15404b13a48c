"""Grounding: whether the document bears out what an engine drafted.

Citations become evidence, numbers and dates are read again, every record is checked, those that the
document does not bear out are left out, and what is said twice becomes one.
"""

from summarizer.grounding.audit import Grounded, audit_composition, ground
from summarizer.grounding.locate import Locator, locate

__all__ = ["Grounded", "Locator", "audit_composition", "ground", "locate"]
