"""The `hartgrader` command."""


def main() -> None:
    raise SystemExit("under construction")
