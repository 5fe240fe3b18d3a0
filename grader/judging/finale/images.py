"""The finales of digits: the questions to a guest, in the real run and in a small one before."""

from __future__ import annotations

import math
import sys

from grader.judging import text
from grader.judging.calls import Mismatch
from grader.judging.finale.deal import Deal
from grader.judging.finale.progress import Phase
from grader.judging.finale.session import Conclusive, Session
from grader.judging.finale.trial import Finale
from grader.sandbox.wire import GuestObject, Pixels

SMALL, LARGER = 20, 100  # images in the small runs, whose difference tells the pace


def train(session: Session, finale: Finale, dealt: Deal) -> None:
    """The real run; what came of it is in the finale. Raises `Mismatch`, `GuestLost`."""
    session.load()
    if finale.rules.network:
        finale.shapes = _shapes(session, dealt.seed)
    session.begin(Phase.TRAINING)
    model, finale.losses = _fitted(session, finale, dealt, len(dealt.train.images))
    session.begin(Phase.READING)
    answers = _classified(session, model, dealt.test_images)
    finale.answers = list(map(dealt.real_digit, answers))


def try_out(session: Session, finale: Finale, dealt: Deal) -> float | None:
    """Small runs, on images to learn from alone; the CPU seconds that the real one will take.

    None if they do not tell. Raises `Conclusive` if the real one need not be tried, `Mismatch`
    if something is wrong that may be due to the few images, `GuestLost` if it takes too long.
    """
    session.load()
    if finale.rules.network:
        try:
            finale.shapes = _shapes(session, dealt.seed)
        except Mismatch as refused:
            raise Conclusive(refused.returned, refused.expected, refused.why) from None
    begun = session.cpu_s
    seconds = []
    for count in (SMALL, LARGER):
        started = session.cpu_s
        model, _ = _fitted(session, finale, dealt, count)
        fitted = session.cpu_s
        _classified(session, model, dealt.train.images[:count])
        seconds.append((fitted - started, session.cpu_s - fitted))
    counts = (len(dealt.train.images), len(dealt.test_images))
    return begun + math.fsum(
        less + (more - less) * (whole - SMALL) / (LARGER - SMALL)
        for less, more, whole in zip(*seconds, counts, strict=True)
    )


def _fitted(
    session: Session, finale: Finale, dealt: Deal, count: int
) -> tuple[object, list[float]]:
    """The model that `fit` makes of the first `count` images, and the losses where they are due."""
    given = (Pixels(dealt.train.images[:count]), list(dealt.train.labels[:count]), dealt.seed)
    model = session.call("fit", given, "images or labels", keep=True)
    if not finale.rules.network:
        return model, []
    if _is_none(model):
        raise Conclusive("fit(…) returned None", "the model and its losses", FORGOTTEN)
    return _parts(session, model)


def _classified(session: Session, model: object, images: tuple[bytes, ...]) -> list[int]:
    """What `classify` answers. Raises `Conclusive` if that can be right for no number of images."""
    expected = f"a list of {len(images):,} digits from 0 to 9"
    try:
        answers = session.call("classify", (model, Pixels(images)), "images")
    except Mismatch as refused:
        if _is_none(model) and not isinstance(refused, Conclusive):
            why = f"fit(…) had returned None: {FORGOTTEN.lower()} {refused.why}".strip()
            raise Conclusive(refused.returned, refused.expected, why) from None
        raise
    if not isinstance(answers, list):
        why = FORGOTTEN if answers is None else ""
        raise Conclusive(f"classify(…) returned {text.shape(answers)}", expected, why)
    for index, answer in enumerate(answers):
        if type(answer) is not int or not 0 <= answer <= 9:
            shown = text.shape(answer) if isinstance(answer, GuestObject) else text.value(answer)
            raise Conclusive(f"classify(…) returned {shown} for image {index}", expected)
    if len(answers) != len(images):
        raise Mismatch(f"classify(…) returned {text.shape(answers)}", expected)
    return answers


FORGOTTEN = "Is a return missing?"


def _is_none(value: object) -> bool:
    return value is None or (isinstance(value, GuestObject) and value.type_name == "NoneType")


def _shapes(session: Session, seed: int) -> list[list[int]]:
    network = session.build(seed)
    asked = "build(seed).parameters()"
    parameters = session.operate(
        asked, "call", session.operate(asked, "getattr", network, "parameters")
    )
    if not isinstance(parameters, list):
        raise Mismatch("build(seed).parameters() is not a list", "the parameters of all layers")
    return [
        [len(p), len(p[0])] if isinstance(p[0], list) else [len(p)]
        for p in parameters
        if isinstance(p, list) and p
    ]


def _parts(session: Session, pair: object) -> tuple[object, list[float]]:
    what = "model, losses = fit(…)"
    losses = session.operate(what, "getitem", pair, 1)
    if not isinstance(losses, list) or not all(map(_is_finite, losses)):
        raise Mismatch(
            f"fit(…) returned {text.value(losses)} as losses", "a finite number for each epoch"
        )
    return session.operate(what, "getitem", pair, 0, keep=True), losses


def _is_finite(loss: object) -> bool:
    """Whether it is a plain number that a float can hold: an int may be larger than all of them."""
    return type(loss) in (float, int) and abs(loss) <= sys.float_info.max  # type: ignore[arg-type]
