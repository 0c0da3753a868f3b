"""Characters that not every Python knows alike: each brings the Unicode of its own year."""

from __future__ import annotations

import re

# What Unicode gave out in versions 15 to 16, and the free places around it. The oldest Python that runs the course has
# version 14 and can't read it; so that a text gets the same level everywhere, no other Python reads it either.
NEWER = re.compile(
    "["
    "\u0892-\u0897\u0cf3-\u0cff\u0ece-\u0ecf\u1b4d-\u1b4f\u1b7f\u1c89-\u1c8f\u2427-\u243f\u2ffc-\u2fff\u31e4-\u31ef"
    "\ua7cb-\ua7cf\ua7da-\ua7f1\U000105bd-\U000105ff\U00010d3a-\U00010e5f\U00010eb2-\U00010eff\U0001123f-\U0001127f"
    "\U00011375-\U000113ff\U000116ca-\U000116ff\U00011af9-\U00011bff\U00011ef9-\U00011faf\U0001342f"
    "\U00013439-\U000143ff\U00014647-\U000167ff\U00016b90-\U00016e3f\U00018cd6-\U00018cff\U0001b123-\U0001b14f"
    "\U0001b153-\U0001b163\U0001bca4-\U0001ceff\U0001d246-\U0001d2df\U0001df1f-\U0001dfff\U0001e02b-\U0001e0ff"
    "\U0001e300-\U0001e7df\U0001f6d8-\U0001f6dc\U0001f774-\U0001f77f\U0001f7d9-\U0001f7df\U0001f8b2-\U0001f8ff"
    "\U0001fa75-\U0001fa77\U0001fa87-\U0001fa8f\U0001faad-\U0001faaf\U0001fabb-\U0001fabf\U0001fac6-\U0001facf"
    "\U0001fada-\U0001fadf\U0001fae8-\U0001faef\U0001faf7-\U0001faff\U0001fbcb-\U0001fbef\U0002b739-\U0002b73f"
    "\U0002ebe1-\U0002f7ff\U0003134b-\U000dffff"
    "]"
)
