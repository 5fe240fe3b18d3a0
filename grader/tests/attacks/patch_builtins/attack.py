# exercise = 1
# expect = ["failed", "error", "timeout"]
# tries = "patches the built-ins that look at types"
# quick = true

import builtins

builtins.type = lambda *a: float
builtins.isinstance = builtins.issubclass = lambda *a: True
builtins.len = lambda value: 1
builtins.abs = lambda value: 0.0
builtins.id = lambda value: 7
