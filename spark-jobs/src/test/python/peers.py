"""Compares `saliency score` with other ways to run the same network over the same frames.

    peers/bin/python spark-jobs/src/test/python/peers.py --model m.pt --network network.pt --input frames

benchmark.md says what to install.

Every peer reads JPEG files, resizes them to the network's input, predicts them with the TorchScript network in
float32 and writes PNG files at the size of the frames, with one thread in each of two workers. The first run of
each is measured; in the second, one worker is killed (SIGKILL) when a quarter of the maps is written. Results
are printed as a Markdown table; runs of one peer only: --peers ray.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

WORKERS = 2
BATCH = 4
MARK = "SALIENCY_PEER_RUN"


class Predictor:
    """The network in one worker: from names of JPEG files to PNG files."""

    def __init__(self, network, input_size, output):
        import cv2
        import torch

        torch.set_num_threads(1)
        cv2.setNumThreads(1)
        self.network = torch.jit.load(network).eval()
        self.input_size = input_size
        self.output = pathlib.Path(output)

    def predict(self, paths):
        import cv2
        import numpy as np
        import torch

        frames = [cv2.imread(path) for path in paths]
        inputs = np.stack([cv2.resize(f, self.input_size, interpolation=cv2.INTER_AREA)[..., ::-1] for f in frames])
        batch = torch.from_numpy(inputs).permute(0, 3, 1, 2).contiguous().float() / 255
        mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
        deviation = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
        with torch.inference_mode():
            maps = self.network((batch - mean) / deviation)[:, 0].numpy()
        for path, frame, values in zip(paths, frames, maps):
            large = cv2.resize(values, (frame.shape[1], frame.shape[0]), interpolation=cv2.INTER_LINEAR)
            name = pathlib.Path(path)
            target = self.output / name.parent.name / (name.stem + ".png")
            target.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(target), np.clip(large * 255 + 0.5, 0, 255).astype(np.uint8))
        return paths


def frames_of(folder):
    return sorted(str(p) for p in pathlib.Path(folder).rglob("*.jpg"))


def run_spark(options):
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local[{WORKERS},4]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
        .getOrCreate()
    )
    network, input_size, output = options.network, options.input_size, options.output

    def predict(tables):
        predictor = Predictor(network, input_size, output)
        for table in tables:
            predictor.predict(list(table["path"]))
            yield table

    paths = frames_of(options.input)
    table = spark.createDataFrame([(p,) for p in paths], "path string").repartition(4 * WORKERS)
    table.mapInPandas(predict, "path string").write.format("noop").mode("overwrite").save()
    spark.stop()


def run_ray(options):
    import ray

    network, input_size, output = options.network, options.input_size, options.output

    class Actor:
        def __init__(self):
            self.predictor = Predictor(network, input_size, output)

        def __call__(self, batch):
            return {"path": self.predictor.predict([str(p) for p in batch["path"]])}

    ray.init(num_cpus=WORKERS, include_dashboard=False, _temp_dir=options.ray_folder)
    table = ray.data.from_items([{"path": p} for p in frames_of(options.input)])
    table.map_batches(Actor, batch_size=BATCH, concurrency=WORKERS, num_cpus=1).materialize()
    ray.shutdown()


def run_daft(options):
    import daft

    network, input_size, output = options.network, options.input_size, options.output

    @daft.cls(max_concurrency=WORKERS, use_process=True)
    class Network:
        def __init__(self):
            self.predictor = Predictor(network, input_size, output)

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=BATCH)
        def predict(self, paths):
            return self.predictor.predict(paths.to_pylist())

    table = daft.from_pydict({"path": frames_of(options.input)})
    table.select(Network().predict(table["path"])).collect()


def run_plain(options):
    """Processes of the standard library, each with its share of the frames."""
    import multiprocessing

    paths = frames_of(options.input)
    shares = [paths[i::WORKERS] for i in range(WORKERS)]
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=predict_share, args=(vars(options), share)) for share in shares]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.exit(any(worker.exitcode for worker in workers))


def predict_share(options, paths):
    predictor = Predictor(options["network"], options["input_size"], options["output"])
    for start in range(0, len(paths), BATCH):
        predictor.predict(paths[start : start + BATCH])


RUNS = {"plain": run_plain, "pyspark": run_spark, "ray": run_ray, "daft": run_daft}
# Words in the command line of the workers, for the run in which one is killed.
WORKER_WORDS = {
    "plain": "multiprocessing.spawn",
    "pyspark": "pyspark.daemon",
    "ray": "ray::",
    "daft": "daft.execution.udf_worker",
    "saliency": "CoarseGrainedExecutorBackend",
}


def command_of(peer, options, output, killing):
    if peer.startswith("saliency"):
        precision = "fp32" if peer == "saliency" else "bf16"
        arguments = ["score", "--model", options.model, "--input", options.input, "--output", str(output)]
        arguments += ["--formats", "png", "--precision", precision]
        if not killing:
            return [str(options.launcher), *arguments]
        # Two executors, each a process of its own, as on a cluster.
        import pyspark

        submit = pathlib.Path(pyspark.__file__).parent / "bin" / "spark-submit"
        master = ["--master", f"local-cluster[{WORKERS},1,3072]", "--conf", "spark.executor.memory=3g"]
        master += ["--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1"]
        jar = options.launcher.parent / "spark-jobs" / "target" / "saliency-spark.jar"
        return [str(submit), *master, str(jar), *arguments]
    own = [sys.executable, __file__, "--run", peer, "--output", str(output), "--input-size", *options.size]
    return own + ["--input", options.input, "--network", options.network]


def maps_in(folder):
    return sum(1 for _ in pathlib.Path(folder).rglob("*.png"))


def processes(mark):
    import psutil

    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue


def memory_of(mark):
    import psutil

    total = 0
    for process in processes(mark):
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total


def busiest_worker(peer, mark):
    word = WORKER_WORDS[peer]
    workers = [p for p in processes(mark) if word in " ".join(p.cmdline())]
    return max(workers, key=lambda p: sum(p.cpu_times()[:2]), default=None)


def measure(peer, options, killing):
    output = options.work / (peer + ("-killed" if killing else ""))
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    mark = f"{peer}-{time.time()}"
    expected = len(frames_of(options.input))
    log = open(options.work / f"{output.name}.log", "w")
    environment = {**os.environ, MARK: mark, "OMP_NUM_THREADS": "1"}
    if killing:
        environment["SPARK_LOCAL_IP"] = "127.0.0.1"
    started = time.monotonic()
    process = subprocess.Popen(
        command_of(peer, options, output, killing), env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    first, last, counted, peak, killed, next_memory = None, None, 0, 0, None, 0
    while process.poll() is None:
        time.sleep(0.1)
        now, done = time.monotonic() - started, maps_in(output)
        if done and first is None:
            first, first_count = now, done
        if done != counted:
            last, counted = now, done
        if now >= next_memory:
            peak, next_memory = max(peak, memory_of(mark)), now + 2
        if killing and killed is None and done >= expected / 4:
            victim = busiest_worker(peer, mark)
            if victim:
                killed = now
                os.kill(victim.pid, signal.SIGKILL)
        if now > options.limit:
            process.kill()
    ended = time.monotonic() - started
    left = list(processes(mark))
    for process_left in left:
        process_left.kill()
    done = maps_in(output)
    return {
        "peer": peer,
        "killed": killing,
        "first_map_s": first,
        "frames_per_second": (done - first_count) / (last - first) if first and last > first else None,
        "seconds": ended,
        "memory_gb": peak / 1e9,
        "exit_code": process.returncode,
        "maps": done,
        "frames": expected,
        "killed_at_s": killed,
        "processes_left": len(left),
    }


def table_of(results):
    lines = ["| | first map | frames/s | whole run | memory | a worker is killed |", "|---|---|---|---|---|---|"]
    for peer in dict.fromkeys(r["peer"] for r in results):
        run = next((r for r in results if r["peer"] == peer and not r["killed"]), None)
        kill = next((r for r in results if r["peer"] == peer and r["killed"]), None)
        cells = [peer]
        if run and run["exit_code"] == 0:
            rate = run["frames_per_second"]
            cells += [f"{run['first_map_s']:.1f} s", f"{rate:.2f}", f"{run['seconds']:.0f} s", f"{run['memory_gb']:.1f} GB"]
        else:
            cells += [""] * 4
        if kill:
            cells.append(f"exit {kill['exit_code']} after {kill['seconds']:.0f} s, {kill['maps']} of {kill['frames']} maps")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    parser.add_argument("--input", required=True, help="folders of JPEG frames")
    parser.add_argument("--network", required=True, help="the model as TorchScript, from 'model export --to torchscript'")
    parser.add_argument("--model", help="the model file, for 'saliency score'")
    parser.add_argument("--input-size", dest="size", nargs=2, default=["384", "216"], metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("peers-work"))
    parser.add_argument("--peers", nargs="+", default=["saliency", "saliency-bf16", *RUNS])
    parser.add_argument("--only", choices=["speed", "kill"], help="only one of the two runs")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is ended")
    launcher = pathlib.Path(__file__).resolve().parents[4] / "saliency"
    parser.add_argument("--launcher", type=pathlib.Path, default=launcher)
    options = parser.parse_args()
    options.input_size = tuple(map(int, options.size))
    options.ray_folder = "/tmp/ray-peers"
    return options


def main():
    options = arguments()
    if options.run:
        RUNS[options.run](options)
        return
    if not options.model:
        sys.exit("--model is missing: the model file of 'saliency score'")
    options.work.mkdir(parents=True, exist_ok=True)
    results = []
    for peer in options.peers:
        for killing in (False, True):
            unwanted = options.only and (options.only == "kill") != killing
            if unwanted or (killing and peer not in WORKER_WORDS):
                continue
            results.append(measure(peer, options, killing))
            print(json.dumps(results[-1]), flush=True)
    (options.work / "peers.json").write_text(json.dumps(results, indent=1))
    print(table_of(results))


if __name__ == "__main__":
    main()
