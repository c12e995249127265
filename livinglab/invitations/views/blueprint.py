"""The one blueprint of the room; each file beside it holds the pages of one noun."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

Page = str | tuple[str, int] | BaseResponse

# Without a prefix: the links of testers are short, /i/….
blueprint = Blueprint("invitations", __name__)
