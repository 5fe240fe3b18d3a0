"""All one-edit mutants of the right modules, judged; the survivors are explained."""
