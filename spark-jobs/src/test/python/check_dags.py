"""Loads the DAGs, checks how they decide, and prints what Java compares with the command line.

Arguments: folder of the DAGs, folder to work in.
"""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace

folder, work = sys.argv[1:]
sys.path.insert(0, folder)

import saliency_operator
import saliency_scoring
import saliency_training
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from saliency_operator import SaliencyOperator

DATE = datetime(2025, 3, 1, tzinfo=timezone.utc)


def commands(dag, **params):
    """The command line of each task that runs the job jar; None if the parameters skip it."""
    values = {**dag.params.dump(), "output": work, **params}
    run = SimpleNamespace(dag_id=dag.dag_id, logical_date=DATE, run_after=DATE)
    context = {"params": values, "dag_run": run}
    return {
        task.task_id: task.arguments(context)
        for task in dag.tasks
        if isinstance(task, SaliencyOperator)
    }


def described(dag, *variants):
    return {
        "catchup": dag.catchup,
        "params": {name: dag.params.get_param(name).description for name in dag.params},
        "tasks": {
            task.task_id: {
                "retries": task.retries,
                "pool": task.pool,
                "seconds": task.execution_timeout.total_seconds(),
            }
            for task in dag.tasks
        },
        "commands": [commands(dag, **variant) for variant in variants],
    }


def failure(exit_code, **result):
    task = saliency_scoring.scored
    try:
        task._fail(exit_code, result, RuntimeError("saliency: printed reason"), "result.json")
    except AirflowException as error:
        return type(error), str(error)


def check_failures():
    for code in (2, 3, 5, 6):
        kind, text = failure(code, error={"message": "why"})
        assert kind is AirflowFailException, code
        assert text == f"score failed with exit code {code}: why (not retried)", text
    for code in (1, 4, 7, 137, -9, None):
        kind, text = failure(code)
        assert kind is AirflowException, code
        assert "\n" not in text, text
    kind, text = failure(saliency_operator.WRONG_JAR)
    assert kind is AirflowFailException
    assert "saliency-spark.jar is not the job jar, or not whole: printed reason (not" in text, text
    assert failure(7)[1] == "score failed with exit code 7: printed reason"
    assert failure(-9)[1].endswith("the driver was ended by signal 9; what is published is kept")


def check_verdicts():
    def verdict(method, other, difference, low, high):
        ends = {} if low is None else {"low": low, "high": high}
        pair = {"metric": "cc", "method": method, "other": other, "videos": 9, **ends}
        return saliency_training.verdict(
            {"differences": [{**pair, "difference": difference}]}, "cc"
        )

    assert verdict("candidate", "current", 0.2, 0.1, 0.3)[0]
    assert not verdict("candidate", "current", 0.2, -0.1, 0.5)[0]
    assert not verdict("candidate", "current", 0.2, None, None)[0]
    assert not verdict("current", "candidate", 0.2, 0.1, 0.3)[0]
    better, reason = verdict("current", "candidate", -0.2, -0.3, -0.1)
    assert better and reason == "cc +0.2000 [+0.1000, +0.3000] over 9 videos", reason
    assert saliency_training.verdict({"differences": []}, "cc")[0]


def check_paths():
    assert saliency_operator.is_local("/data") and saliency_operator.is_local("file:/data")
    assert not saliency_operator.is_local("s3a://data")
    for path in ("/data/größe 1", "file:/data/größe 1", "file:///data/größe 1"):
        assert saliency_operator.local_path({"model": path}, "model") == Path("/data/größe 1")
    text = failed(lambda: saliency_operator.local_path({"model": "s3a://data/m.pt"}, "model"))
    assert text.startswith("The parameter model is s3a://data/m.pt, but training uses a local disk")


def failed(call):
    """The reason of a failure that is not retried, which is one line."""
    try:
        call()
    except AirflowFailException as error:
        assert "\n" not in str(error)
        return str(error)
    raise AssertionError("accepted")


def check_bad_deployment():
    """A misspelt parameter, a missing jar and a missing spark-submit are not retried."""
    jar = Path(work, "present.jar")
    jar.write_text("")
    extra = {}
    saliency_operator.BaseHook.get_connection = lambda name: SimpleNamespace(extra_dejson=extra)

    def run(application, **conf):
        task = SaliencyOperator(
            task_id="some", conn_id="spark", application=application, arguments=lambda context: ["x"]
        )
        params = {"output": work}
        dag_run = SimpleNamespace(dag_id="some", logical_date=DATE, run_after=DATE, conf=conf)
        dag = SimpleNamespace(params=params)
        return failed(lambda: task.execute({"params": params, "dag": dag, "dag_run": dag_run}))

    def cannot_start(task, context):
        raise FileNotFoundError(2, "No such file or directory", "spark-submit")

    SparkSubmitOperator.execute = cannot_start
    assert run(str(jar)).startswith("Cannot start spark-submit: put")
    assert run(f"file:{jar}").startswith("Cannot start spark-submit")
    assert run("/nowhere/job.jar").startswith("No job jar /nowhere/job.jar: set SALIENCY_JAR")
    assert run(str(jar), outptu=1) == "Unknown parameter 'outptu': the DAG's parameters are output"
    extra["deploy-mode"] = "cluster"  # whose nodes may have it
    assert run("/nowhere/job.jar").startswith("Cannot start spark-submit")


def check_promotion_by_url():
    """Local folders may be given as URLs; the current model is not overlooked."""
    folder = Path(work, "promotion")
    model = folder / "model.pt"
    run = SimpleNamespace(dag_id="saliency_training", logical_date=DATE, run_after=DATE)
    params = {"output": f"file://{folder}", "model": f"file:{model}", "metric": "cc"}
    out = folder / "training" / DATE.strftime("%Y%m%dT%H%M%S")
    (out / "comparison").mkdir(parents=True)
    (out / "training").mkdir()
    model.write_text("old")
    (out / "training" / "model.pt").write_text("new")
    (out / "comparison" / "leaderboard.json").write_text('{"differences": []}')
    kept = saliency_training.training.get_task("keep_current").python_callable(
        params=params, dag_run=run
    )
    assert Path(kept).read_text() == "old", kept
    events = {saliency_training.MODEL: SimpleNamespace(extra=None)}
    promote = saliency_training.training.get_task("promote").python_callable
    promote(outlet_events=events, params=params, dag_run=run)
    assert model.read_text() == "new"
    assert failed(
        lambda: promote(
            outlet_events=events, params={**params, "model": "s3a://models/m.pt"}, dag_run=run
        )
    ).startswith("The parameter model is s3a://models/m.pt")


def check_records():
    """A record that a killed worker has left unfinished counts as none."""
    record = Path(work, "torn.done.json")
    for text in ("", '{"fingerprint": "ab'):
        record.write_text(text)
        assert saliency_operator.read_record(str(record)) == {}
    record.write_text('{"fingerprint": "ab"}')
    assert saliency_operator.read_record(str(record)) == {"fingerprint": "ab"}


def check_fingerprints():
    """Results are kept only while jar, arguments and inputs are the same, and the output exists."""
    jar, data = Path(work, "job.jar"), Path(work, "data")
    data.mkdir(parents=True)
    manifest, frame = data / "manifest.json", data / "frame.png"
    for file in (jar, manifest, frame):
        file.write_text("old")
    seen = set()
    task = SaliencyOperator(
        task_id="some", application=str(jar), arguments=None, inputs=lambda inputs: inputs
    )
    for changed in (jar, manifest, frame, data / "more.png"):
        changed.write_text(f"content {len(seen)}")
        seen.add(task._fingerprint([str(manifest)], ["score"]))
        seen.add(task._fingerprint([str(data)], ["score"]))
    # A new jar and a new manifest change both, the other two only the folder.
    assert len(seen) == 6, seen
    again = task._fingerprint([str(data)], ["score"])
    assert again in seen and task._fingerprint([str(data)], ["evaluate"]) not in seen
    assert saliency_operator._has_output(["score", "--output", str(data)])
    assert not saliency_operator._has_output(["score", "--output", str(data / "none")])
    assert saliency_operator._has_output(["inspect"])


def check_manifests():
    """Only a complete manifest with all planned frames updates the asset."""

    def check(**manifest):
        folder = Path(work, "scoring", "20250301T000000", "scores")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manifest.json").write_text(json.dumps({"run_id": "r", "model": {}, **manifest}))
        run = SimpleNamespace(dag_id="saliency_scoring", logical_date=DATE, run_after=DATE)
        events = {saliency_scoring.SCORES: SimpleNamespace(extra=None)}
        params = {"output": work, "max_bad_frames": 1}
        try:
            saliency_scoring.check_manifest.function(
                outlet_events=events, params=params, dag_run=run
            )
        except AirflowFailException as error:
            return str(error)
        return events[saliency_scoring.SCORES].extra["counts"]

    counts = {"planned": 9, "done": 3, "resumed": 5}
    assert check(status="complete", counts=counts) == counts
    assert "has status failed" in check(status="failed", counts=counts)
    less = {**counts, "done": 2}
    assert "2 of 9 frames have no map, more than the 1 allowed" in check(
        status="complete", counts=less
    )


check_failures()
check_manifests()
check_fingerprints()
check_verdicts()
check_paths()
check_records()
check_promotion_by_url()
check_bad_deployment()
scoring = described(
    saliency_scoring.scoring,
    {},
    {
        "ground_truth": "/data/truth",
        "layout": "msu-savam",
        "config": "/data/my.conf",
        "compare": {"other": "/data/other"},
    },
)
current = Path(work, "training", "20250301T000000", "tasks", "current.json")
current.parent.mkdir(parents=True)
training = []
for model in (None, "/data/current.pt"):
    current.write_text(json.dumps({"model": model}))
    training.append(described(saliency_training.training, {"init": model}))
training[1]["commands"] += training[0]["commands"]
print(json.dumps({"saliency_scoring": scoring, "saliency_training": training[1]}))
