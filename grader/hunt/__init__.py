"""The bug hunt: right modules with mistakes planted into them, for somebody to find."""
