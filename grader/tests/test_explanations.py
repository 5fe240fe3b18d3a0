"""What is said of a mistake that no catalogue holds: made by one edit of a reference."""

from __future__ import annotations

import pytest

from grader.judging.calls import Call
from grader.judging.explain import diagnosis, networks
from grader.tests.conftest import Judge, messages, reference

EDITS = {
    "a step of an engine of tensors, by what came back": (
        17,
        "matmul(transpose(self.data), gy)",
        "[[2 * v for v in row] for row in matmul(transpose(self.data), gy)]",
        "the gradient for w is twice the right answer. The value and the gradient for x are right.",
    ),
    "a step that writes into its input": (
        17,
        "    y = _sigmoid.sigmoid(a.data)\n",
        "    y = _sigmoid.sigmoid(a.data)\n    a.data = y\n",
        "writes into x.data",
    ),
    "what a step lets through": (
        17,
        "other.shape != (1, self.shape[1])",
        "other.shape[0] != 1",
        "1×2 tensor is not refused with ValueError",
    ),
    "an operator of an engine of numbers": (
        16,
        "-gy * quotient / right.data",
        "-2 * gy * quotient / right.data",
        "the gradient for y is twice the right answer",
    ),
    "an operator that is missing": (
        16,
        "def __rtruediv__",
        "def _rtruediv",
        "a = k / x raises TypeError",
    ),
    "a gradient of a layer": (
        11,
        "self._gradients = [dw, db]",
        "self._gradients = [[[2 * v for v in row] for row in dw], db]",
        "Linear: dw is twice the right answer. The value, dx and db are right.",
    ),
    "lists of parameters that are not compared": (
        6,
        "_structure(params) == _structure(grads) == _structure(velocities)",
        "_structure(params) == _structure(grads)",
        "gives a result instead of ValueError for velocities with one parameter more or less",
    ),
    "a row that serves all others": (
        10,
        "if len(predicted) != len(target) or",
        "if len(target) not in (1, len(predicted)) or",
        "target with its first row alone",
    ),
    "an argument that is ignored, in several parts of a result": (
        20,
        "for query, weights, d in zip(q, _weights(q, k, causal), dout):",
        "for query, weights, d in zip(q, _weights(q, k, True), dout):",
        "dq, dk and dv of attention_backward, each of them, are the right answer as if causal",
    ),
    "an argument that may be left out": (
        19,
        "normals = [_normalised(row, eps) for row in x]",
        "normals = [_normalised(row, 0.0) for row in x]",
        "are the right answer as if eps were 0",
    ),
    "parameters that look like a matrix in one call and not in the next": (
        6,
        "v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]",
        "v[:] = [momentum * v_i + g_i if g_i else v_i for v_i, g_i in zip(v, g)]",
        "The test that fails asks whether momentum_step makes every velocity",
    ),
    "gradients that add up over passes": (
        11,
        "self._gradients = [dw, db]",
        "old = self._gradients or [[[0.0] * len(r) for r in dw], db]\n"
        "        self._gradients = ["
        "[[a + b for a, b in zip(r, s)] for r, s in zip(old[0], dw)], db]",
        "Linear: dw of a second pass is twice the right answer. The value, dx, dw and db",
    ),
    "the right answer to another question where it can be asked": (
        1,
        "    return [[sum",
        "    b = transpose(b) if len(b) == len(b[0]) else b\n    columns = transpose(b)\n"
        "    return [[sum",
        "as if b were transposed, where that is possible, and right elsewhere",
    ),
    "batches that begin too late": (
        7,
        "range(0, count, batch_size)",
        "range(batch_size, count, batch_size)",
        "leaves out the first batch",
    ),
    "first weights by another rule": (
        7,
        "math.sqrt(6 / (fan_in + fan_out))",
        "math.sqrt(6 / fan_in)",
        "fill ±sqrt(6/fan_in), not ±sqrt(6/(fan_in + fan_out)): fan_out is missing",
    ),
    "first weights of another distribution": (
        7,
        "rng.uniform(-limit, limit)",
        "rng.gauss(0, limit)",
        "look like normal draws",
    ),
    "labels that stay where they were": (
        7,
        "[labels[i] for i in batch]",
        "[labels[i] for i in sorted(batch)]",
        "train learns samples with the labels of others",
    ),
    "a count in place of a mean": (
        10,
        "return total / len(predicted)",
        "return len(predicted)",
        "The result of mse is the number of rows.",
    ),
    "a result of zeros": (3, "[e / total for e in exps]", "[0.0 for e in exps]", "0 wherever"),
    "entries of one argument of two": (
        9,
        "mean = sum(p * g for p, g in zip(y_row, dy_row))",
        "mean = sum(p * g for p, g in zip(dy_row, dy_row))",
        "is wrong only where the entry of y is not 0",
    ),
    "lists written into in place of others": (
        6,
        "for p, g, v in zip(",
        "for p, v, g in zip(",
        "velocities of momentum_step is unchanged.\n"
        "momentum_step changes its argument grads, which belongs to the caller.",
    ),
    "what a quoted line is of": (
        14,
        "(2 * eps)",
        "(2 * eps.data)",
        "`f = exp`; `x = Variable(0.0)`; `numerical_grad(f, x, 0.25)` raises",
    ),
    "a formula with a sum of products": (
        9,
        "dz.append([p * (g - mean) for p, g in zip(y_row, dy_row)])",
        "dz.append([p * (1 - mean) for p, g in zip(y_row, dy_row)])",
        "is y − y·Σ(y·dy) (Σ, max: over the row)",
    ),
    "a pass back that the quoted program shows": (
        15,
        "self.output.creator = self",
        "pass",
        "; `d = square(c)`; `d.backward()`: x.grad is None",
    ),
    "layers that are turned round": (
        7,
        "for fan_in, fan_out in pairwise(sizes):",
        "for fan_out, fan_in in pairwise(sizes):",
        "Each layer is turned round: its weights have a row for every output",
    ),
    "biases that are drawn": (7, "[0.0] * fan_out]", "[rng.random() for _ in w[0]]]", "are not 0"),
    "layers that begin with the same draws": (
        7,
        "w = [[rng.uniform",
        "rng = random.Random(seed)\n        w = [[rng.uniform",
        "are the same draws again",
    ),
    "first weights of a layer": (
        11,
        "init_params([in_features, out_features], seed)",
        "init_params([in_features, 6 * in_features - in_features], seed)\n"
        "        self.weight = [row[:out_features] for row in self.weight]\n"
        "        self.bias = self.bias[:out_features]",
        "fill ±1/sqrt(fan_in), not",
    ),
    "losses that are put together wrongly": (
        7,
        "losses.append(total / len(x))",
        "losses.append(total / batch_size)",
        "is the sum of all samples' losses over batch_size",
    ),
    "an order that comes again": (
        7,
        "seed=rng.getrandbits(64)",
        "seed=seed + 2",
        "the same order in every epoch",
    ),
    "passes that come again": (
        12,
        "self._rng.shuffle(order)",
        "random.Random(self._rng.getstate()[1][0]).shuffle(order)",
        "A later pass has the batches of an earlier one",
    ),
    "a sum that leaves out a sample": (
        5,
        "dw = matmul(transpose(x), dy)",
        "dw = [[sum(r[i] * g[j] for r, g in zip(x[1:], dy[1:])) for j in range(len(w[0]))]"
        " for i in range(len(w))]",
        "dw of linear_backward is the right answer as if the first sample were missing",
    ),
    "numbers where it does not raise": (
        1,
        "    columns = transpose(b)\n",
        "    columns = b\n    if len(columns[0]) != len(a[0]):\n        raise KeyError\n",
        "as if b were transposed, where it does not raise",
    ),
    "labels that are held against the wrong number": (
        4,
        "columns = len(logits[0])",
        "columns = len(logits)",
        "exactly where a label is as large as the number of rows",
    ),
    "a branch that the first entry of a row decides": (
        2,
        "return [[_sigmoid(x) for x in row] for row in z]",
        "return [[1 / (1 + exp(-x)) if row[0] >= 0 else exp(x) / (1 + exp(x)) for x in row] "
        "for row in z]",
        "begins with one sign and has an entry of the other beyond ±709",
    ),
}


@pytest.mark.parametrize("number, old, new, words", EDITS.values(), ids=EDITS)
def test_what_no_catalogue_holds_is_named(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, number: int, old: str, new: str, words: str
) -> None:
    for limit in ("KNOWN_SECONDS", "ANSWERS_SECONDS", "OBJECTS_SECONDS"):
        monkeypatch.setattr(diagnosis, limit, 10.0)  # each layer has its say, however slow this is
    right = reference(number)
    assert old in right
    verdict = judge(number, right.replace(old, new), diagnose=True, search=False, examples=5)
    assert words in str(verdict.diagnosis)


FALSE = {
    "a loader that refuses every size": (
        12,
        "if batch_size < 1:",
        "if batch_size >= 1:",
        "You take any batch_size",
    ),
    "an input that is not kept": (14, "self.input = x", "pass", "You note the class as creator"),
    "a function whose helper is missing": (
        3,
        "    total = sum(exps)\n    return [e / total for e in exps]",
        "    return [e / total for e in exps]\n    total = sum(exps)",
        "You take e^(x",
    ),
    "columns of two, where much is true by chance": (
        4,
        "(p - (column == label)) / n",
        "(p - (column != label)) / n",
        "opposite sign",
    ),
    "a number that is taken for a variable": (
        14,
        "Variable(x.data + eps)",
        "Variable(eps.data + eps)",
        "plain numbers",
    ),
    "an output that does not know what made it": (
        15,
        "self.output.creator = self",
        "pass",
        "copy of their input",
    ),
    "a link that is made at the wrong end": (
        14,
        "self.output.creator = self",
        "x.creator = self",
        "as well as of its output",
    ),
    "an order that comes out as if all were kept": (
        24,
        "key=lambda i: -powers[i]",
        "key=lambda i: powers[i]",
        "as if top_p were 1",
    ),
    "a check that refuses nothing at all": (
        15,
        "isinstance(data, bool) or not",
        "isinstance(data, bool) and not",
        "True slips through",
    ),
    "a sign that serves a difference": (
        16,
        "return _result(-self.data, (self, lambda gy: -gy))",
        "return self",
        "__rsub__",
    ),
    "lists given in another order": (
        12,
        "momentum_step(self._parameters, gradients,",
        "momentum_step(gradients, self._parameters,",
        "You copy the parameters",
    ),
    "a root that fails for a row of zeros": (
        19,
        "size = sqrt(sum(value * value for value in row) / len(row) + eps)",
        "size = sqrt(len(row) / sum(value * value for value in row) + eps)",
        "wrong only where the input is not 0",
    ),
    "a check that refuses what fits": (
        5,
        "if len(x[0]) != len(w) or (len(dy)",
        "if len(dy[0]) != len(w) or (len(dy)",
        "It does refuse",
    ),
    "numbers that no Variable takes": (
        14,
        "not isinstance(data, (int, float))",
        "not isinstance(self, (int, float))",
        "Square()",
    ),
    "a division that fails at 0": (14, "return x * x", "return x / x", "1 throughout"),
    "an exception of other types": (24, "return shares", "return -shares", "as a float"),
    "an exponential that overflows before 700": (
        3,
        "return [x - largest for x in row]",
        "return [x + largest for x in row]",
        "beyond ±709",
    ),
    "a number of heads that is always one": (
        21,
        "return matmul(merge_heads(_attend(_projections(x, wq, wk, wv, heads), causal)), wo)",
        "return matmul(merge_heads(_attend(_projections(x, wq, wk, wv, causal), causal)), wo)",
        "one smaller",
    ),
    "a sum that knows one of its operands alone": (
        16,
        "(self, lambda gy: gy), (right, lambda gy: gy))",
        "(right, lambda gy: gy))",
        "are taken for one",
    ),
    "a product in the passes that ask for a gradient": (
        17,
        "list(map(operation, a_row, b_row))",
        "list(map(operation, a_row, a_row))",
        "1 throughout",
    ),
}


@pytest.mark.parametrize("number, old, new, untrue", FALSE.values(), ids=FALSE)
def test_what_looks_like_another_mistake_is_not_called_so(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, number: int, old: str, new: str, untrue: str
) -> None:
    monkeypatch.setattr(diagnosis, "KNOWN_SECONDS", 10.0)
    right = reference(number)
    assert old in right
    verdict = judge(number, right.replace(old, new), diagnose=True, search=False, examples=5)
    assert not verdict.passed and untrue not in str(verdict.diagnosis)


def test_what_is_wrong_by_itself_is_not_called_remembered(judge: Judge) -> None:
    wrong = reference(20).replace("sqrt(len(q[0]))\n    before", "sqrt(len(k))\n    before")
    verdict = judge(20, wrong)
    [law] = [p for p in verdict.properties if p.name == "test_law_of_memory"]
    assert law.failure and "remembered" not in messages(verdict)


def test_gradients_of_a_network_may_come_in_another_order_or_in_part() -> None:
    gradients = [[[1.0]], [2.0], [[3.0]], [4.0]]
    call = Call("loss_and_grads", (), {})
    changed = {name: change(gradients, call) for name, change in networks.CHANGES.items()}
    assert changed["right, but with the last layer first"] == [[[3.0]], [4.0], [[1.0]], [2.0]]
    last_alone = changed["right for the last layer, and 0 for those before"]
    assert last_alone == [[[0.0]], [0.0], [[3.0]], [4.0]]
    assert changed["right for the last two layers, and 0 for those before"] is None


BUFFER = """
_buffers = {}


def _reused(result):
    buffer = _buffers.setdefault(len(result), result)
    buffer[:] = result
    return buffer


def transpose(a):
    return _reused([list(column) for column in zip(*a)])
"""


def test_a_reused_buffer_gives_two_answers_and_equal_seeds_equal_verdicts(judge: Judge) -> None:
    source = reference(1) + BUFFER
    one, other = (judge(1, source, diagnose=True, search=False, examples=5) for _ in range(2))
    assert not one.passed
    messages = [p.failure.message() for p in one.properties if p.failure]
    assert messages == [p.failure.message() for p in other.properties if p.failure]
    assert one.diagnosis == other.diagnosis
    assert not any("object at 0x" in message or "Flaky" in message for message in messages)
