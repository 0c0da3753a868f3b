# nbgrader reads this file for every command run in this folder, and for the formgrader in JupyterLab.
# Add your own settings below the call, such as a late policy:
#   c.AssignLatePenalties.plugin_class = "my_policy.TenPercentADay"
from pathlib import Path

from hartgrader.gradebook.config import configure

c = get_config()  # noqa: F821
configure(c, Path(__file__).absolute().parents[1])
