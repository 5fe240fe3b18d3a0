# exercise = 12
# expect = "failed"
# tries = "has a loader of nine quintillion batches"

class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        pass

    def __len__(self):
        return (1 << 63) - 1

    def __iter__(self):
        return iter(())
