"""Files into text."""

from .messages import MESSAGES


class UnreadableFile(Exception):
    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(MESSAGES[code] % params)


def read_file(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return str(from_bytes(data).best())
