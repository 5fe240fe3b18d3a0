# exercise = 8
# expect = "timeout"
# tries = "trains without end"
# slow = true

def fit(images, labels, seed):
    while True:
        pass
