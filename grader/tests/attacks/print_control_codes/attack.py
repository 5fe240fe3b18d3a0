# exercise = 1
# expect = "failed"
# tries = "prints and raises what a terminal or a browser would obey"
# quick = true

HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m\x07\x08\r\u202e\u2066 <script>alert(1)</script>"
    " ]]> <!-- -->  &amp; {{7*7}} [bold red]owned[/] \0"
)


def matmul(a, b):
    print(HOSTILE)
    raise RuntimeError(HOSTILE)
