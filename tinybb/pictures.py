"""What an uploaded file is, by what is in it."""

# How a file of each kind begins.
KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def kind_of(data):
    """The type of a picture, or nothing for what is none.

    What its name or its sender says of it is not asked.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    found = (kind for start, kind in KINDS.items() if data.startswith(start))
    return next(found, None)
