"""Puts course/'s two settings files among the wheel's content: hatchling's `sources` moves folders, not files."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = ("assignment.yml", "nbgrader_config.py")


class WheelFiles(BuildHookInterface):
    """Adds the files to a real wheel; an editable install reads them in the checkout."""

    def initialize(self, version: str, build_data: dict) -> None:
        if version == "standard":
            build_data["force_include"] |= {f"course/{name}": f"hartcity/_content/{name}" for name in FILES}
