"""Trains a model once a week, and promotes it if it is better than the current one.

The new model and the current one score the same validation videos. The new one is promoted if its
mean over the videos is better and the 95 % interval of the paired difference excludes zero, or if
there is no current model. With fewer than five videos there is no interval, and the current model
stays.

Environment variables of scheduler, DAG processor and workers, besides those of saliency_scoring:

    SALIENCY_DATA               default of the parameter data
    SALIENCY_VALIDATION_DATA    default of the parameter validation_data
    SALIENCY_TRAINING_SCHEDULE  cron expression or preset, by default @weekly

Training writes to a local disk: data, output and model are folders of the machine that runs the
driver, or mounted there.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pendulum
from saliency_operator import (
    COMMON_PARAMS,
    DEFAULT_ARGS,
    SaliencyOperator,
    config,
    is_local,
    layout,
    local_path,
    read_json,
    run_folder,
)

from airflow.sdk import DAG, Asset, Context, Param, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

#: Updated when a model is promoted; other DAGs wait for it with schedule=[MODEL].
MODEL = Asset("saliency_model")

PARAMS = {
    "data": Param(
        os.environ.get("SALIENCY_DATA", "/data/train"),
        type="string",
        minLength=1,
        description="Videos with ground truth to train on.",
    ),
    "validation_data": Param(
        os.environ.get("SALIENCY_VALIDATION_DATA", "/data/validation"),
        type="string",
        minLength=1,
        description="Videos with ground truth that choose the epoch and decide on the promotion.",
    ),
    "model": Param(
        os.environ.get("SALIENCY_MODEL", "/data/models/model.pt"),
        type="string",
        minLength=1,
        pattern=r"\.pt$",
        description="The current model file, which a better model replaces.",
    ),
    "network": Param(
        "deeplab-resnet18",
        enum=[
            "deeplab-resnet18",
            "deeplab-resnet34",
            "deeplab-resnet50",
            "deeplab-resnet101",
            "deeplab-efficientnet-lite0",
            "deeplab-efficientnet-lite1",
            "deeplab-efficientnet-lite2",
        ],
        description="Network of a new model.",
    ),
    "init": Param(
        None, type=["null", "string"], description="Model to start from instead of a new network."
    ),
    "epochs": Param(10, type="integer", minimum=1, description="Epochs."),
    "seed": Param(1, type="integer", minimum=0, description="Seed of all that is random."),
    "metric": Param(
        "cc", enum=["nss", "sim", "cc"], description="The metric that decides on the promotion."
    ),
    "profile": Param(
        "msu-savam",
        enum=["msu-savam", "msu-challenge", "native"],
        description="How metrics are computed.",
    ),
    **COMMON_PARAMS,
}


def local_run(context: Context) -> str:
    """The output folder of the run, as a path without a scheme; training needs a local disk."""
    output = local_path(context["params"], "output")
    return run_folder({**context, "params": {"output": str(output)}})


def inspect(context: Context, folder: str) -> list[str] | None:
    params = context["params"]
    if not is_local(params[folder]):
        return None
    return ["dataset", "inspect", params[folder], *layout(params), *config(params)]


def train(context: Context) -> list[str]:
    params = context["params"]
    command = ["train", "--data", params["data"], "--validation-data", params["validation_data"]]
    command += ["--output", f"{local_run(context)}/training", "--device", params["device"]]
    command += ["--epochs", str(params["epochs"]), "--seed", str(params["seed"])]
    start = ["--init", params["init"]] if params["init"] else ["--network", params["network"]]
    return [*command, *start, *layout(params), *config(params)]


def score(context: Context, name: str) -> list[str] | None:
    """Scores and measures the validation videos with the candidate or with the current model."""
    params = context["params"]
    run = local_run(context)
    model = f"{run}/training/model.pt" if name == "candidate" else current_model(run)
    if model is None:
        return None
    command = ["score", "--input", params["validation_data"], "--model", model]
    command += ["--ground-truth", params["validation_data"], "--profile", params["profile"]]
    command += ["--output", f"{run}/{name}", "--formats", "png", "--device", params["device"]]
    return [*command, "--no-wait", *layout(params), *config(params)]


def current_model(run: str) -> str | None:
    """The copy of the model that was current when the run began; None if there was none."""
    return read_json(f"{run}/tasks/current.json")["model"]


def compare(context: Context) -> list[str]:
    run = local_run(context)
    command = ["leaderboard", "--results", f"candidate={run}/candidate"]
    if current_model(run) is not None:
        command += ["--results", f"current={run}/current"]
    command += ["--metrics", context["params"]["metric"], "--output", f"{run}/comparison"]
    return [*command, *config(context["params"])]


def verdict(comparison: dict, metric: str) -> tuple[bool, str]:
    """Whether the candidate is better than the current model, and why.

    :param comparison: the content of ``leaderboard.json``
    """
    pairs = [pair for pair in comparison["differences"] if pair["metric"] == metric]
    if not pairs:
        return True, "there is no current model"
    [pair] = pairs
    sign = 1 if pair["method"] == "candidate" else -1
    gain = sign * pair["difference"]
    if "low" not in pair:
        return False, f"{metric} {gain:+.4f}, without an interval: {pair['videos']} videos are too few"
    low, high = sorted(sign * pair[end] for end in ("low", "high"))
    return low > 0, f"{metric} {gain:+.4f} [{low:+.4f}, {high:+.4f}] over {pair['videos']} videos"


def write_whole(file: Path, text: str) -> None:
    partial = file.with_name(f".{file.name}.partial")
    partial.write_text(text)
    partial.replace(file)


with DAG(
    "saliency_training",
    doc_md=__doc__,
    schedule=os.environ.get("SALIENCY_TRAINING_SCHEDULE", "@weekly"),
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(days=6),
    params=PARAMS,
    tags=["saliency"],
    default_args=DEFAULT_ARGS,
) as training:
    inspected = [
        SaliencyOperator(
            task_id=f"inspect_{folder}",
            arguments=lambda context, folder=folder: inspect(context, folder),
            inputs=lambda context, folder=folder: [context["params"][folder]],
        )
        for folder in ("data", "validation_data")
    ]

    @task(trigger_rule="none_failed")
    def keep_current(params=None, **context) -> str | None:
        """Copies the current model, so that the run compares with it whatever is promoted later."""
        run = Path(local_run({**context, "params": params}))
        model = local_path(params, "model")
        record = run / "tasks" / "current.json"
        if not record.exists():
            record.parent.mkdir(parents=True, exist_ok=True)
            kept = None
            if model.exists():
                kept = shutil.copyfile(model, run / "current.pt")
            write_whole(record, json.dumps({"model": kept and str(kept)}))
        return current_model(str(run))

    trained = SaliencyOperator(
        task_id="train", arguments=train, execution_timeout=timedelta(days=5)
    )
    scored = [
        SaliencyOperator(
            task_id=f"score_{name}",
            arguments=lambda context, name=name: score(context, name),
            execution_timeout=timedelta(hours=4),
        )
        for name in ("candidate", "current")
    ]
    compared = SaliencyOperator(
        task_id="compare", arguments=compare, trigger_rule="none_failed"
    )

    @task(outlets=[MODEL], execution_timeout=timedelta(minutes=10))
    def promote(outlet_events=None, params=None, **context) -> dict:
        """Replaces the current model by the candidate if it is better; else the task is skipped.

        :return: model, run's folder and reason, also the extra of the asset's event and the file
            beside the model that ends with .promotion.json
        """
        run = local_run({**context, "params": params})
        better, reason = verdict(read_json(f"{run}/comparison/leaderboard.json"), params["metric"])
        if not better:
            raise AirflowSkipException(f"The current model stays: {reason}")
        model = local_path(params, "model")
        record = model.with_suffix(".promotion.json")
        promotion = {"model": str(model), "folder": run, "reason": reason}
        if record.exists() and model.exists() and json.loads(record.read_text()) == promotion:
            raise AirflowSkipException(f"The model of this run is current: {reason}")
        model.parent.mkdir(parents=True, exist_ok=True)
        partial = model.with_name(f".{model.name}.partial")
        shutil.copyfile(f"{run}/training/model.pt", partial)
        partial.replace(model)
        write_whole(record, json.dumps(promotion))
        outlet_events[MODEL].extra = promotion
        return promotion

    kept = keep_current()
    inspected >> kept >> trained >> scored >> compared >> promote()
