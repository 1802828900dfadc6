#!/usr/bin/env python3
"""Times one iteration of Algorithm 1 in PyTorch eager: the counterpart of `monge bench train-step`.

The same networks (EDSR x4, ResNet_D with 64 to 512 filters), the same order (one potential update, then
K_T map updates on fresh patches), random patches in memory, float32. Prints one JSON object.

    python3 -m venv venv && venv/bin/pip install torch
    venv/bin/python train_step_pytorch.py --threads 2

With --replay it repeats a training that Monge has traced, from the same weights on the same batches, and
compares the losses of every iteration:

    ./monge bench train-step --iterations 200 --trace trace.safetensors
    venv/bin/python train_step_pytorch.py --replay trace.safetensors
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

SCALE = 4


class Block(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(features, features, 3, padding=1),
            nn.ReLU(True),
            nn.Conv2d(features, features, 3, padding=1),
        )

    def forward(self, x):
        return x + self.body(x)


class Edsr(nn.Module):
    def __init__(self, blocks, features):
        super().__init__()
        self.head = nn.Sequential(nn.Conv2d(3, features, 3, padding=1))
        self.body = nn.Sequential(
            *[Block(features) for _ in range(blocks)], nn.Conv2d(features, features, 3, padding=1)
        )
        self.tail = nn.Sequential(
            nn.Sequential(
                nn.Conv2d(features, 4 * features, 3, padding=1),
                nn.PixelShuffle(2),
                nn.Conv2d(features, 4 * features, 3, padding=1),
                nn.PixelShuffle(2),
            ),
            nn.Conv2d(features, 3, 3, padding=1),
        )

    def forward(self, x):
        h = self.head(x)
        return self.tail(self.body(h) + h)


class ResNetBlock(nn.Module):
    def __init__(self, before, after, ratio=0.1):
        super().__init__()
        hidden = min(before, after)
        self.ratio = ratio
        self.conv_0 = nn.Conv2d(before, hidden, 3, padding=1)
        self.conv_1 = nn.Conv2d(hidden, after, 3, padding=1)
        self.conv_s = nn.Conv2d(before, after, 1, bias=False) if before != after else None

    def forward(self, x):
        residual = self.conv_1(F.leaky_relu(self.conv_0(x), 0.2))
        shortcut = x if self.conv_s is None else self.conv_s(x)
        return F.leaky_relu(shortcut + self.ratio * residual, 0.2)


class ResNetPotential(nn.Module):
    def __init__(self, size, filters=64, most=512):
        super().__init__()
        halvings = size.bit_length() - 3
        width = [min(most, filters << i) for i in range(halvings + 2)]
        self.conv_img = nn.Conv2d(3, width[0], 3, padding=1)
        layers = [ResNetBlock(width[0], width[0]), ResNetBlock(width[0], width[1])]
        for i in range(1, halvings + 1):
            layers += [
                nn.AvgPool2d(3, 2, 1),
                ResNetBlock(width[i], width[i]),
                ResNetBlock(width[i], width[i + 1]),
            ]
        self.resnet = nn.Sequential(*layers)
        self.fc = nn.Linear(16 * width[-1], 1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, 0.2, "fan_out", "leaky_relu")

    def forward(self, y):
        h = self.resnet(F.leaky_relu(self.conv_img(y), 0.2))
        return self.fc(h.flatten(1)).squeeze(1)


def freeze(network, frozen):
    for parameter in network.parameters():
        parameter.requires_grad_(not frozen)


class Training:
    def __init__(self, arguments):
        self.arguments = arguments
        layout = {
            "contiguous": torch.contiguous_format,
            "channels-last": torch.channels_last,
        }[arguments.memory_format]
        self.layout = layout
        self.map = Edsr(arguments.blocks, arguments.features).to(memory_format=layout)
        self.potential = ResNetPotential(arguments.patch).to(memory_format=layout)
        fused = True if arguments.fused else None
        self.map_adam = torch.optim.Adam(self.map.parameters(), lr=1e-4, fused=fused)
        self.potential_adam = torch.optim.Adam(self.potential.parameters(), lr=1e-4, fused=fused)
        small, large = arguments.patch // SCALE, arguments.patch
        self.lr = torch.randint(0, 256, (256, small, small, 3), dtype=torch.uint8)
        self.hr = torch.randint(0, 256, (256, large, large, 3), dtype=torch.uint8)

    def indices(self, pool):
        return torch.randint(0, len(pool), (self.arguments.batch,))

    def draw(self, pool):
        batch = pool[self.indices(pool)].permute(0, 3, 1, 2)
        return ((batch.float() / 255 - 0.5) / 0.5).contiguous(memory_format=self.layout)

    def update_potential(self):
        freeze(self.map, True)
        freeze(self.potential, False)
        with torch.no_grad():
            sr = self.map(self.draw(self.lr))
        self.potential_adam.zero_grad()
        of_sr, of_hr = self.potential(sr), self.potential(self.draw(self.hr))
        loss = of_sr.mean() - of_hr.mean()
        if self.arguments.mean_square:
            penalty = self.arguments.mean_square * torch.cat([of_sr, of_hr]).square().mean()
            (loss + penalty).backward()
        else:
            loss.backward()
        self.potential_adam.step()
        return loss.detach()

    def update_map(self):
        freeze(self.map, False)
        freeze(self.potential, True)
        x = self.draw(self.lr)
        with torch.no_grad():
            up = F.interpolate(x, scale_factor=SCALE, mode="bicubic", align_corners=False)
        self.map_adam.zero_grad()
        sr = self.map(x)
        content = F.mse_loss(up, sr)
        loss = content - self.potential(sr).mean()
        loss.backward()
        self.map_adam.step()
        return loss.detach(), content.detach()

    def step(self):
        """L_f, L_T and R_c: of the update, and the means over K_T updates."""
        potential_loss = -self.update_potential()
        updates = [self.update_map() for _ in range(self.arguments.map_updates)]
        return potential_loss, *(sum(values) / len(updates) for values in zip(*updates))


class Replay(Training):
    """The training of a trace."""

    def __init__(self, arguments, tensors):
        super().__init__(arguments)
        self.map.load_state_dict(part(tensors, "map."))
        self.potential.load_state_dict(part(tensors, "potential."))
        self.lr, self.hr = tensors["lr"], tensors["hr"]
        self.draws = {id(self.lr): iter(tensors["lr.draws"]), id(self.hr): iter(tensors["hr.draws"])}

    def indices(self, pool):
        draws = self.draws[id(pool)]
        return torch.stack([next(draws) for _ in range(self.arguments.batch)]).long()


def part(tensors, prefix):
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def read_safetensors(file):
    """Arrays and metadata; the format is a length, a JSON header and bytes."""
    with open(file, "rb") as source:
        header = json.loads(source.read(int.from_bytes(source.read(8), "little")))
        content = bytearray(source.read())
    types = {"F32": torch.float32, "U8": torch.uint8, "I32": torch.int32}
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(memoryview(content)[start:end], dtype=types[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors, metadata


def replay(arguments):
    """Differences of each loss, relative to itself and to its mean size over the run: a loss that passes
    through zero has no relative difference of its own there."""
    tensors, metadata = read_safetensors(arguments.replay)
    for name in ("blocks", "features", "patch", "batch", "map_updates"):
        setattr(arguments, name, int(metadata[name]))
    arguments.mean_square = float(metadata.get("mean_square", 0))
    training = Replay(arguments, tensors)
    theirs = tensors["losses"].double()
    ours = torch.stack([torch.stack(training.step()) for _ in range(len(theirs))]).double()
    result = {"torch": torch.__version__, **metadata, "losses": {}}
    for column, name in enumerate(("L_f", "L_T", "R_c")):
        a, b = theirs[:, column], ours[:, column]
        own = ((a - b) / b).abs()
        scaled = (a - b).abs() / b.abs().mean()
        result["losses"][name] = {
            "first": [a[0].item(), b[0].item()],
            "last": [a[-1].item(), b[-1].item()],
            "meanSize": b.abs().mean().item(),
            "maxRelative": own.max().item(),
            "medianRelative": own.median().item(),
            "maxOfMeanSize": scaled.max().item(),
            "medianOfMeanSize": scaled.median().item(),
            "iterationsWithinOnePercent": int((own <= 0.01).sum()),
        }
    if arguments.losses:
        with open(arguments.losses, "w") as out:
            json.dump({"monge": theirs.tolist(), "pytorch": ours.tolist()}, out)
    print(json.dumps(result, indent=1))



def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=16)
    parser.add_argument("--features", type=int, default=64)
    parser.add_argument("--patch", type=int, default=128, help="side of the HR patches, px")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--map-updates", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--iterations", type=int, default=3)
    parser.add_argument("--memory-format", choices=["contiguous", "channels-last"], default="contiguous")
    parser.add_argument("--fused", action="store_true", help="fused Adam instead of PyTorch's default")
    parser.add_argument("--replay", metavar="TRACE", help="compare the losses of a trace instead")
    parser.add_argument("--losses", metavar="FILE", help="of a replay, both sides: JSON")
    arguments = parser.parse_args()
    arguments.mean_square = 0.0
    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    if arguments.replay:
        replay(arguments)
        return
    training = Training(arguments)
    training.step()
    seconds, cpu_seconds = [], []
    for _ in range(arguments.iterations):
        start, cpu = time.perf_counter(), time.process_time()
        training.step()
        seconds.append(time.perf_counter() - start)
        cpu_seconds.append(time.process_time() - cpu)
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "threads": arguments.threads,
                "memoryFormat": arguments.memory_format,
                "fusedAdam": arguments.fused,
                "medianSeconds": statistics.median(seconds),
                "medianCpuSeconds": statistics.median(cpu_seconds),
                "seconds": seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
