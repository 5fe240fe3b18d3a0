# exercise = 18
# expect = "failed"
# tries = "imports the finale of another track, which the reference would pass"
# quick = true


def build(folder, honest):
    module = folder / "18_softmax_regression" / "softmax_regression.py"
    module.parent.mkdir()
    module.write_text("from mnist import classify, fit\n")
