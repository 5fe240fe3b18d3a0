# exercise = 1
# expect = "not_attempted"
# tries = "brings compiled files and no source"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    import py_compile

    place = folder / "01_matmul"
    place.mkdir()
    source = place / "source.py"
    source.write_text(honest)
    py_compile.compile(str(source), cfile=str(place / "matmul.pyc"))
    (place / "__pycache__").mkdir()
    for version in (311, 312, 313, 314):
        cached = place / "__pycache__" / f"matmul.cpython-{version}.pyc"
        cached.write_bytes((place / "matmul.pyc").read_bytes())
    source.unlink()
