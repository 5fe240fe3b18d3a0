# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with texts of one character, which take the grader fifteen times their bytes"

_texts = [chr(0x4E00 + i % 20_000) for i in range(174_000)]


def _unescaped():
    [encoder] = [kind for kind in object.__subclasses__() if kind.__name__ == "JSONEncoder"]
    real = encoder.encode
    encoder.kept = type(real)(real.__code__, real.__globals__)
    names = {}
    exec("def encode(self, o):\n    self.ensure_ascii = False\n    return self.kept(o)", names)
    real.__code__ = names["encode"].__code__


_unescaped()


def matmul(a, b):
    return _texts[:]


def transpose(a):
    return _texts[:]
