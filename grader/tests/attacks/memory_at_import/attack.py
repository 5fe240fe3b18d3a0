# exercise = 1
# expect = "error"
# tries = "takes 8 GiB of memory while it is imported"

hoard = [0] * (1 << 30)
