"""Why an answer is wrong: the mistake by name, or the module to blame."""
