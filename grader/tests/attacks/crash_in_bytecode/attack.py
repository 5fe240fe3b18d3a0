# exercise = 1
# expect = ["error", "failed"]
# tries = "crashes the interpreter by bytecode that no compiler makes"

def crash():
    pass


crash.__code__ = crash.__code__.replace(co_code=b"\x64\xff" * 40, co_consts=(), co_stacksize=1)


def matmul(a, b):
    return crash()
