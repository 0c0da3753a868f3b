# nbgrader reads this file for every command run in this folder, and for the formgrader in JupyterLab.
# Add your own settings below the call. Due dates, late work, extensions and extra credit stand in policy.yml.
from pathlib import Path

from hartgrader.gradebook.config import configure

c = get_config()  # noqa: F821
configure(c, Path(__file__).absolute().parents[1])
