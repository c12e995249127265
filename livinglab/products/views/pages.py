"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.products.views import files, papers, pictures, products
from livinglab.products.views.blueprint import blueprint

__all__ = ["blueprint", "files", "papers", "pictures", "products"]
