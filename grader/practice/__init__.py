"""The practice room: where you are, what comes next, hints, fresh stubs, the reference."""
