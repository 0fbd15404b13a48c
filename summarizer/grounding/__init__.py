"""Grounding: whether the document bears out what an engine drafted.

Citations become evidence, numbers and dates are read again, every record is checked, those that the
document does not bear out are left out, and what is said twice becomes one.
"""

from summarizer.grounding.audit import audit, audit_composition, finding_codes
from summarizer.grounding.case import Case, check
from summarizer.grounding.drafts import Grounded, ground
from summarizer.grounding.locate import Locator, locate

__all__ = [
    "Case",
    "Grounded",
    "Locator",
    "audit",
    "audit_composition",
    "check",
    "finding_codes",
    "ground",
    "locate",
]
