# exercise = 1
# expect = "passed"
# tries = "tests itself at import and has a main function"

import doctest
import sys

assert matmul([[1, 2]], [[3], [4]]) == [[11]]
assert transpose([[1, 2]]) == [[1], [2]]


def main():
    doctest.testmod()
    sys.exit(0)


if __name__ == "__main__":
    main()
