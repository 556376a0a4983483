"""Trains the notebook's network on PyTorch, as Weft does, and says how fast: one model eager and compiled, and
populations as batched products, eager and as a CUDA graph.

Usage: populations.py <folder with the four IDX files> <seconds>

Prints a line of JSON on what computes, then one for each way as soon as it is measured. Everything is float32 without
TF32. Images stay on the device as bytes; each step gathers a batch by a shuffled order and scales it to 0 ... 1, as
Weft's gather kernel does. Adam as Keras has it: epsilon is added to the root of the uncorrected second moment.
"""

import gzip
import json
import math
import os
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("There is no PyTorch here: python3 cannot import torch.")

SIZES = [784, 512, 512, 10]
BATCH_ROWS = 128
LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7
POPULATIONS = [4, 32]
WARM_UP_STEPS = 20
CUDA_GRAPH_WARM_UPS = 3


def read_idx(path, header_bytes):
    with gzip.open(path, "rb") as file:
        return torch.frombuffer(bytearray(file.read()[header_bytes:]), dtype=torch.uint8)


def load(folder, device):
    images = read_idx(os.path.join(folder, "train-images-idx3-ubyte.gz"), 16).view(-1, SIZES[0])
    labels = read_idx(os.path.join(folder, "train-labels-idx1-ubyte.gz"), 8).long()
    return images.to(device), labels.to(device)


class Population:
    """So many networks [members, ...] that are trained at once, each from its own seed; one member has no batch axis."""

    def __init__(self, members, images, labels):
        device = images.device
        generator = torch.Generator().manual_seed(1)
        self.members, self.images, self.labels = members, images, labels
        lead = [] if members == 1 else [members]
        self.weights = []
        for inputs, units in zip(SIZES, SIZES[1:]):
            limit = math.sqrt(6 / (inputs + units))
            kernel = (torch.rand([*lead, inputs, units], generator=generator) * 2 - 1) * limit
            bias = torch.zeros([*lead, 1, units])
            self.weights += [kernel.to(device), bias.to(device)]
        for weight in self.weights:
            weight.requires_grad_(True)
        self.first = [torch.zeros_like(weight) for weight in self.weights]
        self.second = [torch.zeros_like(weight) for weight in self.weights]
        self.order = torch.stack([torch.randperm(len(images), generator=generator) for _ in range(members)]).to(device)
        # On the device, so that a captured step goes on by itself.
        self.step_index = torch.zeros([], dtype=torch.long, device=device)
        self.powers = torch.ones([2], dtype=torch.float64, device=device)
        self.betas = torch.tensor([BETA1, BETA2], dtype=torch.float64, device=device)
        self.rows = torch.arange(BATCH_ROWS, device=device)
        self.loss = torch.zeros([], device=device)

    def forward(self, x):
        for layer in range(3):
            kernel, bias = self.weights[2 * layer], self.weights[2 * layer + 1]
            x = torch.addmm(bias.view(-1), x, kernel) if self.members == 1 else torch.baddbmm(bias, x, kernel)
            x = x if layer == 2 else torch.relu(x)
        return x

    def step(self):
        start = (self.step_index * BATCH_ROWS) % (len(self.images) - BATCH_ROWS)
        chosen = self.order.index_select(1, start + self.rows)
        chosen = chosen.view(-1) if self.members == 1 else chosen
        x = self.images[chosen].float() / 255
        logits = self.forward(x)
        loss = torch.nn.functional.cross_entropy(
            logits.view(-1, SIZES[3]), self.labels[chosen].view(-1), reduction="sum"
        ) / BATCH_ROWS
        gradients = torch.autograd.grad(loss, self.weights)
        with torch.no_grad():
            self.loss.copy_(loss.detach() / self.members)
            self.step_index += 1
            self.powers *= self.betas
            rate = (LEARNING_RATE * torch.sqrt(1 - self.powers[1]) / (1 - self.powers[0])).float()
            torch._foreach_lerp_(self.first, list(gradients), 1 - BETA1)
            torch._foreach_mul_(self.second, BETA2)
            torch._foreach_addcmul_(self.second, list(gradients), list(gradients), 1 - BETA2)
            roots = torch._foreach_sqrt(self.second)
            torch._foreach_add_(roots, EPSILON)
            updates = torch._foreach_div(self.first, roots)
            torch._foreach_mul_(updates, rate)
            torch._foreach_sub_(self.weights, updates)


def wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize()


def measure(population, step, seconds):
    """Images a second of all members, and the losses before and after."""
    device = population.images.device
    step()
    wait(device)
    first_loss = population.loss.item()
    for _ in range(WARM_UP_STEPS):
        step()
    wait(device)
    started, steps, window = time.perf_counter(), 0, 1
    while time.perf_counter() - started < seconds:
        for _ in range(window):
            step()
        steps += window
        # So many steps between two waits that these cost nothing.
        window = min(256, window * 2)
        wait(device)
    elapsed = time.perf_counter() - started
    rate = steps * BATCH_ROWS * population.members / elapsed
    return rate, first_loss, population.loss.item()


def captured(population):
    """A step as a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(CUDA_GRAPH_WARM_UPS):
            population.step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        population.step()
    return graph.replay


def compiled(population):
    step = torch.compile(population.step)
    step()
    return step


def main():
    folder, seconds = sys.argv[1], float(sys.argv[2])
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    name = torch.cuda.get_device_name() if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    tell({"torch": torch.__version__, "device": name, "cuda": torch.version.cuda})
    images, labels = load(folder, device)

    ways = [("eager", 1, lambda population: population.step), ("torch.compile", 1, compiled)]
    for members in POPULATIONS:
        ways.append(("bmm", members, lambda population: population.step))
        if device.type == "cuda":
            ways.append(("bmm, CUDA graph", members, captured))
    # Starting, capturing and compiling take longer than measuring.
    share = seconds / (3 * len(ways))
    for way, members, prepare in ways:
        row = {"way": way, "members": members, "imagesPerSecond": None, "firstLoss": None, "lastLoss": None, "reason": None}
        try:
            population = Population(members, images, labels)
            rate, first_loss, last_loss = measure(population, prepare(population), share)
            row.update(imagesPerSecond=rate, firstLoss=first_loss, lastLoss=last_loss)
        except Exception as error:  # One way that fails leaves the others.
            row["reason"] = str(error).strip().split("\n")[0][:300] or type(error).__name__
        tell(row)


def tell(line):
    print(json.dumps(line), flush=True)


main()
