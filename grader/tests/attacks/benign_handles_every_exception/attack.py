# exercise = 1
# expect = "passed"
# tries = "handles every exception"

plain = matmul


def matmul(a, b):
    try:
        return plain(a, b)
    except BaseException as error:
        raise ValueError(str(error)) from None
    finally:
        del a, b
