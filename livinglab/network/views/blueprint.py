"""The blueprint that all pages of the room share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("network", __name__, url_prefix="/network")

ROLE_WORDS = {"owner": "Owner", "member": "Member", "reader": "Reader"}
KIND_WORDS = {"company": "Company", "cluster": "Cluster"}
