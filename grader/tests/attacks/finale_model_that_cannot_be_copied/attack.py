# exercise = 8
# expect = "failed"
# tries = "trains a model that can be neither copied, compared nor printed"

class Model:
    def refuse(self, *arguments):
        raise SystemExit(0)

    __copy__ = __deepcopy__ = __reduce__ = __reduce_ex__ = __getstate__ = refuse
    __eq__ = __hash__ = __repr__ = __str__ = __len__ = __iter__ = refuse


def fit(images, labels, seed):
    return Model()


def classify(model, images):
    return [0] * len(images)
