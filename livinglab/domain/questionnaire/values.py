"""What an answer is, as it is stored."""

from __future__ import annotations

Value = str | list[str]

NOT_APPLICABLE = "~"  # no option, point, number or date is written so
