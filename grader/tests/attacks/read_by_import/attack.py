# exercise = 1
# expect = "failed"
# tries = "has the import system read the reference solution"

import importlib.machinery
import importlib.util
import linecache
import pkgutil
import runpy
import tokenize
import zipimport


def read(path):
    for way in (
        lambda: importlib.machinery.SourceFileLoader("x", path).get_data(path).decode(),
        lambda: "".join(linecache.getlines(path)),
        lambda: tokenize.open(path).read(),
        lambda: "matmul = " + repr(runpy.run_path(path)["matmul"]),
        lambda: pkgutil.get_data("solutions", path).decode(),
    ):
        try:
            text = way()
            if text:
                return text
        except Exception:
            pass
    raise OSError

PATHS = [
    PROJECT + "/solutions/01_matmul/matmul.py",
    OUTSIDE + "/matmul.py",
]


def matmul(a, b):
    for path in PATHS:
        try:
            names = {}
            exec(compile(read(path), path, "exec"), names)
            return names["matmul"](a, b)
        except Exception:
            continue
    return [[0.0] * len(b[0]) for _ in a]
