# exercise = 1
# expect = "failed"
# tries = "returns text that a terminal or a browser would obey"

def matmul(a, b):
    return "\x1b]0;owned\x07<script>alert(1)</script>[red]owned[/red]{{7*7}}\u202e"
