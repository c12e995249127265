"""Which files are taken as papers: told by what is in them, never by what a browser says they are."""

from __future__ import annotations

import io
import zipfile

from livinglab.foundation.errors import Refused
from livinglab.foundation.files import PAPER_BYTES

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# Ending: (media type, what the file must hold).
KINDS = {
    "pdf": ("application/pdf", "pdf"),
    "docx": (_OPEN_XML + "wordprocessingml.document", "word/"),
    "xlsx": (_OPEN_XML + "spreadsheetml.sheet", "xl/"),
    "pptx": (_OPEN_XML + "presentationml.presentation", "ppt/"),
    "odt": (_OPEN_DOCUMENT + "text", "content.xml"),
    "ods": (_OPEN_DOCUMENT + "spreadsheet", "content.xml"),
    "odp": (_OPEN_DOCUMENT + "presentation", "content.xml"),
    "doc": ("application/msword", "ole"),
    "xls": ("application/vnd.ms-excel", "ole"),
    "ppt": ("application/vnd.ms-powerpoint", "ole"),
    "txt": ("text/plain", "text"),
    "md": ("text/plain", "text"),
    "csv": ("text/plain", "text"),
}
ACCEPTED = ",".join(f".{ending}" for ending in KINDS)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHAT_TO_DO = "Choose a PDF, a Word, Excel, PowerPoint or OpenDocument file, or a text."


def media_type_of(name: str, content: bytes) -> str:
    """The media type of a paper. Raises `Refused` when it is too large, or not what its name says."""
    if len(content) > PAPER_BYTES:
        raise Refused("The file is larger than 25 MB. Save it smaller and choose it again.")
    if not content:
        raise Refused("The file is empty. Choose another one.")
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending not in KINDS:
        raise Refused(f"We do not keep files of this kind. {_WHAT_TO_DO}")
    media_type, needed = KINDS[ending]
    if not _holds(content, needed):
        raise Refused(f"What is in this file is not what its name says (.{ending}). {_WHAT_TO_DO}")
    return media_type


def _holds(content: bytes, needed: str) -> bool:
    if needed == "pdf":
        return b"%PDF-" in content[:1024]
    if needed == "ole":
        return content.startswith(_OLE)
    if needed == "text":
        return _is_text(content)
    return _is_package(content, needed)


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in content


def _is_package(content: bytes, needed: str) -> bool:
    """Whether a zip lists the parts of such a document. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return False
    has_macros = any(name.casefold().endswith("vbaproject.bin") for name in names)
    return not has_macros and any(name.startswith(needed) for name in names)
