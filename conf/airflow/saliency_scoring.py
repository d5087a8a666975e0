"""Scores a folder of videos once a day, measures the maps, and says when they are ready.

Deployment settings are environment variables of scheduler, DAG processor and workers:

    SALIENCY_JAR            job jar; in cluster mode a path that the cluster reads
    SALIENCY_VIDEOS         default of the parameter videos
    SALIENCY_MODEL          default of the parameter model
    SALIENCY_GROUND_TRUTH   default of the parameter ground_truth
    SALIENCY_OUTPUT         default of the parameter output
    SALIENCY_SCHEDULE       cron expression or preset, by default @daily
    SALIENCY_RETRY_SECONDS  time before the first retry, by default 300

Needs the connection saliency_spark (type spark) and the pool saliency.
"""

from __future__ import annotations

import os
from datetime import timedelta

import pendulum
from saliency_operator import (
    COMMON_PARAMS,
    DEFAULT_ARGS,
    SaliencyOperator,
    config,
    is_local,
    layout,
    read_json,
    run_folder,
)

from airflow.sdk import DAG, Asset, Context, Param, task
from airflow.sdk.exceptions import AirflowFailException

#: Updated when the scores of a run are complete; other DAGs wait for it with schedule=[SCORES].
SCORES = Asset("saliency_scores")

PARAMS = {
    "videos": Param(
        os.environ.get("SALIENCY_VIDEOS", "/data/videos"),
        type="string",
        minLength=1,
        description="Folder of videos or of frame folders, one video, or a glob (score --input).",
    ),
    "model": Param(
        os.environ.get("SALIENCY_MODEL", "/data/models/model.pt"),
        type="string",
        minLength=1,
        description="Model file.",
    ),
    "ground_truth": Param(
        os.environ.get("SALIENCY_GROUND_TRUTH") or None,
        type=["null", "string"],
        minLength=1,
        description="Data set with maps and fixations. Without it nothing is measured or reported.",
    ),
    "profile": Param(
        "msu-savam",
        enum=["msu-savam", "msu-challenge", "native"],
        description="How metrics are computed.",
    ),
    "formats": Param(
        ["png", "parquet"],
        type="array",
        items={"enum": ["png", "png16", "density16", "parquet", "mp4", "overlay"]},
        uniqueItems=True,
        minItems=1,
        description="Formats of the maps.",
    ),
    "max_bad_frames": Param(
        0, type="integer", minimum=0, description="Bad frames allowed before the run fails."
    ),
    "compare": Param(
        {},
        type="object",
        additionalProperties={"type": "string"},
        description="Other methods: name and output folder of score or evaluate.",
    ),
    **COMMON_PARAMS,
}


def score(context: Context, *more: str) -> list[str]:
    params = context["params"]
    command = ["score", "--input", params["videos"], "--model", params["model"]]
    command += ["--output", f"{run_folder(context)}/scores", "--device", params["device"]]
    command += ["--formats", ",".join(params["formats"])]
    command += ["--max-bad-frames", str(params["max_bad_frames"])]
    # Another run that holds the output is waited for by retrying, without a slot of the pool.
    return [*command, "--no-wait", *layout(params), *config(params), *more]


def inspect_ground_truth(context: Context) -> list[str] | None:
    params = context["params"]
    truth = params["ground_truth"]
    if truth is None or not is_local(truth):
        return None
    return ["dataset", "inspect", truth, *layout(params), *config(params)]


def evaluate(context: Context) -> list[str] | None:
    params = context["params"]
    if params["ground_truth"] is None:
        return None
    run = run_folder(context)
    command = ["evaluate", "--predictions", f"{run}/scores", "--output", f"{run}/evaluation"]
    command += ["--ground-truth", params["ground_truth"], "--profile", params["profile"]]
    return [*command, "--no-wait", *layout(params), *config(params)]


def leaderboard(context: Context) -> list[str] | None:
    params = context["params"]
    if params["ground_truth"] is None:
        return None
    run = run_folder(context)
    command = ["leaderboard", "--results", f"model={run}/evaluation"]
    for name, folder in params["compare"].items():
        command += ["--results", f"{name}={folder}"]
    return [*command, "--output", f"{run}/leaderboard", *config(params)]


def report(context: Context) -> list[str] | None:
    params = context["params"]
    if params["ground_truth"] is None:
        return None
    run = run_folder(context)
    command = ["report", "--scores", f"{run}/evaluation", "--output", f"{run}/report.html"]
    for name, folder in params["compare"].items():
        command += ["--compare", f"{name}={folder}"]
    return [*command, *config(params)]


def scored_files(context: Context) -> list[str]:
    """What an evaluation depends on: the records of the published segments, and the ground truth."""
    truth = context["params"]["ground_truth"]
    return [f"{run_folder(context)}/scores/_saliency/segments", truth]


def measured_files(context: Context) -> list[str]:
    """What leaderboard and report depend on."""
    folders = [*context["params"]["compare"].values(), f"{run_folder(context)}/evaluation"]
    return [f"{folder}/manifest.json" for folder in folders]


with DAG(
    "saliency_scoring",
    doc_md=__doc__,
    schedule=os.environ.get("SALIENCY_SCHEDULE", "@daily"),
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    params=PARAMS,
    tags=["saliency"],
    default_args=DEFAULT_ARGS,
) as scoring:
    inspected = [
        SaliencyOperator(
            task_id="inspect_videos", arguments=lambda context: score(context, "--dry-run")
        ),
        SaliencyOperator(
            task_id="inspect_ground_truth",
            arguments=inspect_ground_truth,
            inputs=lambda context: [context["params"]["ground_truth"]],
        ),
    ]
    scored = SaliencyOperator(
        task_id="score",
        arguments=score,
        execution_timeout=timedelta(hours=20),
        trigger_rule="none_failed",
    )
    evaluated = SaliencyOperator(
        task_id="evaluate",
        arguments=evaluate,
        inputs=scored_files,
        execution_timeout=timedelta(hours=4),
    )
    ranked = SaliencyOperator(task_id="leaderboard", arguments=leaderboard, inputs=measured_files)
    reported = SaliencyOperator(task_id="report", arguments=report, inputs=measured_files)

    @task(outlets=[SCORES], trigger_rule="none_failed")
    def check_manifest(outlet_events=None, params=None, **context) -> dict:
        """Checks what the run wrote, and updates the asset.

        :return: folder, run_id, counts and the model's hash from the manifest, and the metrics
        """
        folder = run_folder({**context, "params": params})
        manifest = read_json(f"{folder}/scores/manifest.json")
        counts = manifest.get("counts", {})
        missing = counts.get("planned", 0) - counts.get("done", 0) - counts.get("resumed", 0)
        if manifest.get("status") != "complete":
            raise AirflowFailException(
                f"{folder}/scores/manifest.json has status {manifest.get('status')}: clear the task"
                " score to run it again"
            )
        if missing > params["max_bad_frames"]:
            raise AirflowFailException(
                f"{folder}/scores/manifest.json: {missing} of {counts.get('planned')} frames have no"
                f" map, more than the {params['max_bad_frames']} allowed: clear the task score"
            )
        summary = read_json(f"{folder}/evaluation/summary.json")
        ready = {
            "folder": folder,
            "run_id": manifest["run_id"],
            "counts": counts,
            "model": manifest["model"],
            "metrics": summary.get("metrics", {}),
        }
        outlet_events[SCORES].extra = ready
        return ready

    inspected >> scored >> evaluated >> ranked >> reported >> check_manifest()
