"""Hart City: what a student holds. The city, the person to help, the answers and the widgets to write them with."""

__version__ = "0.1.0"
