# exercise = 8
# expect = "timeout"
# tries = "trains without end"

def fit(images, labels, seed):
    while True:
        pass
