"""Hart City: what a student holds. The city, the person to help, the answers and the widgets to write them with."""

__version__ = "0.1.0"


def __getattr__(name: str):
    """Give `open_desk` when a notebook asks for it: command lines and the judge never load the widgets."""
    if name == "open_desk":
        from hartcity.desk import open_desk

        return open_desk
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
