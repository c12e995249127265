"""What this room tells the rooms to its right; `app.py` connects them."""

from __future__ import annotations

from blinker import Signal

declined = Signal("Sent with the participation of a tester who says no, in the transaction of it.")
