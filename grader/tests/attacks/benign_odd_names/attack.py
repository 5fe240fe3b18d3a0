# exercise = 1
# expect = "passed"
# tries = "has odd but valid names"
# quick = true

def matmul(α, Ω, /, *, __debug=False):
    ß, _, sům = len(α[0]), len(Ω), sum
    if ß != _:
        raise ValueError("ζ")
    return [[sům(λ * μ for λ, μ in zip(ŕ, ç)) for ç in zip(*Ω)] for ŕ in α]
