# exercise = 12
# expect = ["timeout", "failed"]
# tries = "has a loader that never ends its pass"

class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if len(x) != len(labels) or batch_size < 1:
            raise ValueError
        self.x, self.labels, self.batch_size = x, labels, batch_size

    def __len__(self):
        return -(-len(self.x) // self.batch_size)

    def __iter__(self):
        while True:
            yield [list(row) for row in self.x], list(self.labels)
