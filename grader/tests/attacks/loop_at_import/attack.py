# exercise = 1
# expect = "timeout"
# tries = "loops while it is imported"

while True:
    pass
