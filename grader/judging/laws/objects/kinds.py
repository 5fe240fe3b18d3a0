"""Which laws there are of which kind of objects; an exercise names its kinds in its toml."""

from __future__ import annotations

from grader.judging.laws.objects import (
    ObjectLaw,
    layers,
    loaders,
    tensors,
    training,
    transformers,
    variables,
)

KINDS: dict[str, tuple[ObjectLaw, ...]] = {
    "layers": layers.LAWS,
    "loader": loaders.LAWS,
    "functions": variables.FUNCTIONS_LAWS,
    "chains": variables.CHAIN_LAWS,
    "graph": variables.GRAPH_LAWS,
    "tensors": tensors.LAWS,
    "gpt": transformers.GPT_LAWS,
    "training": training.LAWS,
    "generate": transformers.GENERATE_LAWS,
}
