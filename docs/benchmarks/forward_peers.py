#!/usr/bin/env python3
"""Times a x4 EDSR forward pass in PyTorch eager, ONNX Runtime and Monge in turn, on the same weights.

    ./monge models export V -o map.safetensors        # or: any snapshot of an EDSR x4
    python3 -m venv venv && venv/bin/pip install torch onnx onnxruntime
    venv/bin/python forward_peers.py --model map.safetensors --monge ./monge --threads 2

Each round times every contender once (median of a few passes), one after the other, so that whatever else
the machine does hits all of them; the ratios are medians over rounds. Without --model, random weights of
--blocks and --features are used, which Monge then gets as a snapshot too. Prints one JSON object.
"""
import argparse
import json
import os
import statistics
import struct
import subprocess
import tempfile
import time

import numpy as np
import torch
from torch.nn import functional as F

from train_step_pytorch import Edsr

SCALE = 4


class Map(torch.nn.Module):
    """T(x) = network(x) + bicubic(x), as Monge's EDSR with the bicubic skip."""

    def __init__(self, blocks, features, skip):
        super().__init__()
        self.network = Edsr(blocks, features)
        self.skip = skip

    def forward(self, x):
        y = self.network(x)
        if not self.skip:
            return y
        return y + F.interpolate(x, scale_factor=SCALE, mode="bicubic", align_corners=False)


def read(path):
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        flat = np.frombuffer(data[start:end], dtype=np.float32)
        arrays[name] = torch.from_numpy(flat.reshape(entry["shape"]).copy())
    return metadata, arrays


def write(path, metadata, arrays):
    header, blobs, at = {"__metadata__": metadata}, [], 0
    for name, array in arrays.items():
        blob = array.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def snapshot(args, folder):
    """A snapshot file, and the same map in PyTorch."""
    if args.model:
        metadata, arrays = read(args.model)
        spec = json.loads(metadata["map"])
        model = Map(spec["blocks"], spec["features"], spec["skip"].lower() == "bicubic")
        model.network.load_state_dict(arrays)
        return args.model, model.eval()
    torch.manual_seed(1)
    model = Map(args.blocks, args.features, False)
    spec = {
        "type": "edsr", "scale": SCALE, "blocks": args.blocks, "features": args.features,
        "residualScale": 1.0, "skip": "NONE", "init": "UNIFORM",
    }
    metadata = {"format": "monge-snapshot-1", "map": json.dumps(spec), "scale": str(SCALE), "iteration": "0"}
    path = os.path.join(folder, "random.safetensors")
    write(path, metadata, model.network.state_dict())
    return path, model.eval()


def median_millis(forward, passes):
    times = []
    for _ in range(passes):
        start = time.perf_counter()
        forward()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def onnx_session(model, x, threads, folder):
    import onnxruntime

    path = os.path.join(folder, "map.onnx")
    torch.onnx.export(model, (x,), path, input_names=["x"], output_names=["y"], dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": x.numpy()})


def monge_millis(args, path, precision, folder):
    out = os.path.join(folder, "numbers.json")
    command = [args.monge, "bench", "forward", "--model", path, "--size", str(args.size), "--precision", precision]
    command += ["--threads", str(args.threads), "--passes", str(args.passes), "--json", out]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(out) as file:
        return json.load(file)["medianMillis"]


def contenders(args, path, model, folder):
    x = 2 * torch.rand(1, 3, args.size, args.size) - 1
    running = {
        "pytorchEager": lambda: median_millis(lambda: model(x), args.passes),
        "mongeFloat32": lambda: monge_millis(args, path, "float32", folder),
    }
    if args.bf16:
        running["mongeBf16"] = lambda: monge_millis(args, path, "bf16", folder)
    try:
        run = onnx_session(model, x, args.threads, folder)
        running["onnxRuntime"] = lambda: median_millis(run, args.passes)
    except ImportError:
        pass
    with torch.inference_mode():
        model(x)
    return running


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model")
    parser.add_argument("--monge", required=True)
    parser.add_argument("--blocks", type=int, default=16)
    parser.add_argument("--features", type=int, default=64)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bf16", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        path, model = snapshot(args, folder)
        running = contenders(args, path, model, folder)
        rounds = [{name: time_it() for name, time_it in running.items()} for _ in range(args.rounds)]
    result = {name: statistics.median(r[name] for r in rounds) for name in running}
    for peer in ("pytorchEager", "onnxRuntime"):
        for name in ("mongeFloat32", "mongeBf16"):
            if peer in result and name in result:
                ratios = [r[name] / r[peer] for r in rounds]
                result[f"{name}Over{peer[0].upper()}{peer[1:]}"] = statistics.median(ratios)
    result["rounds"] = rounds
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
