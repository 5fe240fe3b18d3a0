"""Where a submission's code runs: a guest process that only computes, and the host that asks it."""
