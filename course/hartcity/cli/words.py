"""Small words that command lines share."""


def number(count: int, thing: str) -> str:
    """Return “1 service”, “2,300 services”."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
