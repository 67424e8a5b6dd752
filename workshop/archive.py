"""Zip files that are the same bytes whenever they are made from the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# A zip file cannot tell an earlier date.
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes], stored: str = "") -> bytes:
    """A zip file with ``files``, their content by their names in it.

    The one that is named to be ``stored`` is not compressed.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = READABLE
            entry.compress_type = (
                zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, each)
    return content.getvalue()
