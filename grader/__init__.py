"""The grader of the Backprop Kata: it calls a submission in a sandbox and judges the answers."""
