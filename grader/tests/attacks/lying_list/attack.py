# exercise = 1
# expect = "failed"
# tries = "returns a list that equals everything and holds itself"
# quick = true

class Liar(list):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return self

    def __iter__(self):
        return iter([self, self])


def matmul(a, b):
    return Liar()
