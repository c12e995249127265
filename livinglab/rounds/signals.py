"""What this room tells the rooms to its right; `app.py` connects them."""

from __future__ import annotations

from blinker import Signal

round_closed = Signal("Sent with the round when it closes, in the transaction that closes it.")
