# exercise = 8
# expect = "timeout"
# tries = "trains without end"
# quick = false

def fit(images, labels, seed):
    while True:
        pass
