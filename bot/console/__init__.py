"""The staff's web console: open cases, conversations, visits.

Pages are rendered here and replace parts of themselves by htmx; nothing on them comes from elsewhere. Staff see their
own clinic only, and each opening of a patient's data is in the audit log. What may be done with a case is
`bot.cases`' business.
"""

from __future__ import annotations

from bot.console.rooms import blueprint

__all__ = ["blueprint"]
