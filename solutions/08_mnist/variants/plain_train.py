"""Four lines: the whole image, the earlier exercise, nothing else."""

from train import init_params, predict, train


def fit(images, labels, seed):
    params = init_params([784, 32, 10], seed)
    for epoch in range(4):
        lr = [0.5, 0.5, 0.3, 0.15][epoch]
        losses = train(params, images, labels, epochs=1, batch_size=20, lr=lr, seed=4 * seed + epoch)
        print("epoch", epoch + 1, "loss", losses[0])
    return params


def classify(model, images):
    return predict(model, images)
