#!/usr/bin/env python3
"""Runs `monge demo` for a while and says whether its memory grows.

Samples the resident size of the process (Linux) and its parts: the Java heap, what else was allocated
(libtorch, threads, the JVM itself) and mapped files. After the warm-up a line is fitted to each by least squares.
Free native memory goes back every half minute; what is left then is "held", the least of each ten minutes.
The 95 % interval of a slope comes from a moving-block bootstrap of the residuals, blocks of a sixth of the samples: what
lies near in time is alike, and drawing single samples would call that certainty. Needs nothing but Python;
`jcmd` beside java tells the heap, without it heap and the rest are one number.

    docs/benchmarks/soak.py --minutes 120
    docs/benchmarks/soak.py --minutes 5 --csv soak.csv -- --trainer.solver.batchSize=8

Exit 0: the resident size does not grow beyond the noise; 1: it does, or the demo failed.
"""
import argparse
import csv
import json
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MIB = 1 << 20
FIELDS = ["seconds", "iteration", "resident", "heap", "heapUsed", "native", "files", "threads", "descriptors"]
FITTED = ["resident", "heap", "native", "files"]
HELD_WINDOW = 600  # seconds: longer than from one return of free memory to the next
DRAWS = 2000


def memory(pid):
    """Bytes of the kinds of resident memory, or None while it is not Java yet or no more."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        descriptors = sum(1 for _ in pathlib.Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return None
    values = dict(re.findall(r"^(\w+):\s+(.*)$", status, re.MULTILINE))
    if values.get("Name") != "java" or "VmRSS" not in values:
        return None
    size = lambda name: int(values[name].split()[0]) * 1024
    return {
        "resident": size("VmRSS"),
        "anonymous": size("RssAnon") + size("RssShmem"),
        "files": size("RssFile"),
        "threads": int(values["Threads"]),
        "descriptors": descriptors,
    }


def heap(jcmd, pid):
    """Committed and used bytes of the Java heap; the committed ones are resident (AlwaysPreTouch)."""
    if jcmd is None:
        return 0, 0
    told = subprocess.run([jcmd, str(pid), "GC.heap_info"], capture_output=True, text=True, check=False)
    found = re.search(r"total (?:reserved \d+K, committed )?(\d+)K, used (\d+)K", told.stdout)
    return (int(found[1]) * 1024, int(found[2]) * 1024) if found else (0, 0)


def sample(pid, jcmd, began, log):
    sizes = memory(pid)
    if sizes is None:
        return None
    committed, used = heap(jcmd, pid)
    anonymous = sizes.pop("anonymous")
    return {
        "seconds": round(time.monotonic() - began, 1),
        "iteration": iteration(log),
        "heap": committed,
        "heapUsed": used,
        "native": anonymous - committed,
        **sizes,
    }


def iteration(log):
    """The last one that the demo has told."""
    told = re.findall(r"iteration ([\d,]+)", log.read_text(errors="replace")[-4000:])
    return int(told[-1].replace(",", "")) if told else 0


def watch(arguments, log):
    """Runs the demo to its end; returns its exit code, its summary and the samples."""
    command = [str(arguments.monge), "demo", "--port", "0", "--for", f"{round(arguments.minutes * 60)}s", "--json"]
    command += arguments.options
    jcmd = shutil.which("jcmd")
    samples = []
    with open(log, "w") as errors:
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            began = None
            while demo.poll() is None:
                if began is None and memory(demo.pid):
                    began = time.monotonic()  # built before that, if need be
                if began is not None and time.monotonic() - began < arguments.minutes * 60:
                    taken = sample(demo.pid, jcmd, began, log)
                    if taken:
                        samples.append(taken)
                time.sleep(arguments.every)
        finally:
            if demo.poll() is None:
                demo.send_signal(signal.SIGINT)
        summary = demo.communicate()[0].strip()
    return demo.returncode, json.loads(summary) if summary.startswith("{") else None, samples


def slope_weights(times):
    mean = sum(times) / len(times)
    square = sum((t - mean) ** 2 for t in times)
    return [(t - mean) / square for t in times]


def fit(times, values, generator):
    """Slope per unit of time with its 95 % interval."""
    weights = slope_weights(times)
    slope = sum(w * v for w, v in zip(weights, values))
    middle, mean = sum(times) / len(times), sum(values) / len(values)
    residuals = [v - mean - slope * (t - middle) for t, v in zip(times, values)]
    length = max(1, len(values) // 6)
    drawn = []
    for _ in range(DRAWS):
        noise = []
        while len(noise) < len(residuals):
            start = generator.randrange(len(residuals) - length + 1)
            noise += residuals[start : start + length]
        drawn.append(slope + sum(w * r for w, r in zip(weights, noise)))
    drawn.sort()
    return {"slope": slope, "low": drawn[round(0.025 * DRAWS)], "high": drawn[round(0.975 * DRAWS) - 1]}


def held(samples):
    """The smallest sample of each window."""
    windows = {}
    for sample in samples:
        windows.setdefault(sample["seconds"] // HELD_WINDOW, []).append(sample)
    return [min(window, key=lambda it: it["resident"]) for window in windows.values()]


def fits(samples, warm_up):
    kept = [s for s in samples if s["seconds"] >= warm_up]
    if len(kept) < 12:
        raise SystemExit(f"{len(kept)} samples after the warm-up are too few for a slope: run longer")
    generator = random.Random(1)
    found = {name: line(kept, name, generator) for name in FITTED}
    least = held(kept)
    if len(least) >= 6:
        found["held"] = line(least, "resident", generator)
    return found


def line(samples, name, generator):
    hours = [s["seconds"] / 3600 for s in samples]
    values = [s[name] / MIB for s in samples]
    return {"first": values[0], "last": values[-1], **fit(hours, values, generator)}


def table(found):
    print(f"{'MiB':<10}{'first':>9}{'last':>9}{'slope/h':>10}   95 % interval")
    for name, row in found.items():
        print(
            f"{name:<10}{row['first']:>9.1f}{row['last']:>9.1f}{row['slope']:>+10.2f}"
            f"   {row['low']:+.2f} to {row['high']:+.2f}"
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--warm-up", type=float, help="minutes that are not fitted (default: a sixth)")
    parser.add_argument("--every", type=float, default=10, help="seconds from one sample to the next")
    parser.add_argument("--monge", type=pathlib.Path, default=ROOT / "monge")
    parser.add_argument("--csv", type=pathlib.Path, help="samples, bytes")
    parser.add_argument("--json", type=pathlib.Path, help="the result")
    parser.add_argument("--log", type=pathlib.Path, default=pathlib.Path("soak.log"), help="what the demo says")
    parser.add_argument("options", nargs="*", help="further options of the demo, after --")
    arguments = parser.parse_args()
    code, summary, samples = watch(arguments, arguments.log)
    if arguments.csv:
        with open(arguments.csv, "w", newline="") as out:
            writer = csv.DictWriter(out, FIELDS)
            writer.writeheader()
            writer.writerows(samples)
    if code != 0:
        raise SystemExit(f"the demo ended with {code}; {arguments.log} says why")
    warm_up = arguments.minutes / 6 if arguments.warm_up is None else arguments.warm_up
    found = fits(samples, warm_up * 60)
    table(found)
    steady = found["resident"]["low"] <= 0
    settled = next(s for s in samples if s["seconds"] >= warm_up * 60)
    extent = ", ".join(f"{settled[n]} to {samples[-1][n]} {n}" for n in ("threads", "descriptors"))
    print(
        f"{len(samples)} samples, iteration {samples[-1]['iteration']}, {extent}: the resident size "
        + ("does not grow beyond the noise" if steady else "GROWS")
    )
    if arguments.json:
        result = {"minutes": arguments.minutes, "warmUpMinutes": warm_up, "steady": steady}
        arguments.json.write_text(json.dumps({**result, "fits": found, "summary": summary}, indent=1) + "\n")
    return 0 if steady else 1


if __name__ == "__main__":
    sys.exit(main())
