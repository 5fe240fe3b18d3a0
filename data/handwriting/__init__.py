"""A hand that writes digits: skeletons, a writer's habits, ink on a 28x28 grid.

Only +, -, *, / and the square root touch a coordinate. IEEE 754 defines those to the last
bit, which it does not do for sines and powers, so one seed gives the same bytes on every
machine and every Python. (`sum` of floats is avoided too: Python 3.12 made it more accurate.)
"""
