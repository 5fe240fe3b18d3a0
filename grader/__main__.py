"""`python -m grader`: hands over to the command line."""

import gc
import signal
import sys

gc.disable()  # imports make no garbage, and looking for it is an eighth of a verdict

if sys.platform == "win32":
    sys.exit("On Windows the grader runs in WSL, which has what holds a submission: wsl --install")

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C gives no traceback while modules are imported

# Only the project and its environment are imported from, never the folder one happens to stand in.
from pathlib import Path  # noqa: E402

_ROOT = str(Path(__file__).resolve().parent.parent)
sys.path[:] = [_ROOT, *(p for p in sys.path if p not in ("", str(Path.cwd()), _ROOT))]

from grader.cli import main  # noqa: E402

gc.freeze()
gc.set_threshold(50_000)
gc.enable()

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
