"""The `hartcity` command."""


def main() -> None:
    raise SystemExit("under construction")
