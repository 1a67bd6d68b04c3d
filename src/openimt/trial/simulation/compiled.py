"""How the compiled functions of this package are compiled: ahead, kept on disk, exact.

Signatures are written out, so that nothing is compiled twice, and arithmetic is never reordered
(``fastmath`` stays off), so that bytes agree. ``INNER`` functions are called by compiled ones
alone; leaving out their way in from Python shortens the time to compile.

The compiler keeps its code beside each file and looks at the date of that file only. Whoever
changes one of these files removes ``__pycache__/*.nb?`` here; the tests do it by themselves.
"""

from typing import Any

OUTER: dict[str, Any] = {"cache": True, "no_cfunc_wrapper": True}
INNER: dict[str, Any] = {**OUTER, "no_cpython_wrapper": True}
