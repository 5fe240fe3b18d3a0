"""Why an answer is wrong: each module is one way to know it, and silent unless certain."""
