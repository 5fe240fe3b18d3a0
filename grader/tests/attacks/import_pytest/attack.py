# exercise = 1
# expect = "error"
# tries = "imports the test runner"

import pytest
