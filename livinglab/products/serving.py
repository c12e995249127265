"""Pictures and papers over the wire, for every page that shows them: the same headers, whoever looks."""

from __future__ import annotations

from flask import Response

from livinglab.foundation import files
from livinglab.products.models import ProductFile


def serve(file: ProductFile, *, small: bool = False, name: str | None = None) -> Response:
    """A picture to be shown, or a paper to be downloaded; who calls has asked whether it may be seen.

    `small`: at the size of a list, the whole thing where there is no smaller one. `name`: what it is called instead
    of what the company called its file.
    """
    stored = (file.small or file.stored) if small else file.stored
    return files.serve(stored, name or file.name, inline=file.kind == "picture")
