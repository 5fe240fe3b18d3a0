"""How much work a call does, in a measure that no busy machine can change: lines executed."""

# A text for the guest, in front of the program that asks `lines_executed(call)`.
COUNT_LINES = '''\
import sys

class TooMuch(Exception):
    """Ends a call that has executed its share of lines."""

def lines_executed(call, limit=10 ** 9):
    """How many lines of Python call() executes; it is ended after `limit` of them."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += 1
        if count > limit:
            raise TooMuch
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except TooMuch:
        pass
    finally:
        sys.settrace(before)
    return count

'''
