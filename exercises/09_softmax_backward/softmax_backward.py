"""The gradients of softmax and log-softmax for any upstream gradient, not only a loss's own."""

Matrix = list[list[float]]


def softmax_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = softmax(z) by rows and the upstream gradient dy.

    y, dy and the result have one shape. Each row is the product of the full Jacobian of softmax
    in that row with the row of dy.

    Raises ValueError if the shapes of y and dy differ.
    """
    raise NotImplementedError


def log_softmax_backward(log_y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given log_y = log_softmax(z) and the upstream gradient dy.

    log_y, dy and the result have one shape.

    Raises ValueError if the shapes of log_y and dy differ.
    """
    raise NotImplementedError
