"""A note on modules that are mostly data: numbers learnt elsewhere look like this, an honest finale
does not.

Nothing is parsed and nothing decided by it: a person is asked to have a look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SHARE = 0.4  # of a module's characters, white space left out
LEAST = 2_000  # characters: a page of constants is nobody's trained network
# A number with the comma behind it; or what has no space for longer than code goes without.
_DATA = re.compile(r"(?<![A-Za-z_\d])\d[\d.eE_]*,?|\S{80,}")


def share(text: str) -> float:
    """The share of a source's characters that are numbers or unbroken runs of text, in [0, 1]."""
    whole = len("".join(text.split()))
    return sum(map(len, _DATA.findall(text))) / whole if whole else 0.0


def note(texts: Mapping[str, str]) -> str:
    """A sentence on the module that is most of all made of data, "" if none is."""
    shares = {name: share(text) for name, text in texts.items() if len(text) >= LEAST}
    name = max(shares, key=lambda name: shares[name], default="")
    if not name or shares[name] < SHARE:
        return ""
    return f"{shares[name]:.0%} of {name}.py are numbers or data: have a look."
