"""What travels to a guest over its pipe: the modules it consists of, compiled."""

from __future__ import annotations

import marshal
from functools import cache
from importlib import resources

# In the order of their imports. A guest has them under the same names as this process.
MODULES = (
    "syscalls", "native", "building", "walls", "channel", "imports", "values", "guest",
)  # fmt: skip
_PACKAGE = "grader.sandbox"

# The first lines of a guest. Two frames come from the host: the modules, and what to serve.
BOOTSTRAP = """
import marshal, os, sys
os.setsid()
def frame():
    data, size = b"", None
    while len(data) != size:
        part = os.read(0, (4 if size is None else size) - len(data))
        if not part:
            os._exit(0)  # the host is gone
        data += part
        if size is None and len(data) == 4:
            data, size = b"", int.from_bytes(data, "big")
    return data
for name, code in marshal.loads(frame()):
    module = sys.modules[name] = type(sys)(name)
    exec(code, module.__dict__)
# In one expression, for a submission sees this frame: by the time it runs, all names are gone.
[module.serve(frame()), globals().clear()][0]()
"""


@cache
def packed() -> bytes:
    """The modules as the guest's first frame: its interpreter is this one, so compiled ones do."""
    codes = []
    for name in MODULES:
        text = resources.files(_PACKAGE).joinpath(f"{name}.py").read_text(encoding="utf-8")
        code = compile(text, f"<{name}>", "exec", dont_inherit=True)
        codes.append((f"{_PACKAGE}.{name}", code))
    data = marshal.dumps(codes)
    return len(data).to_bytes(4, "big") + data
