# exercise = 1
# expect = "not_attempted"
# tries = "is a socket"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    import os
    import socket

    place = folder / "01_matmul"
    place.mkdir()
    with socket.socket(socket.AF_UNIX) as end:
        here = os.getcwd()
        os.chdir(place)  # the path of a socket is short
        end.bind("matmul.py")
        os.chdir(here)
