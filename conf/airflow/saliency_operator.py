"""Commands of the saliency job jar as Airflow tasks."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import BaseHook, Context, ObjectStoragePath, Param
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowNotFoundException,
    AirflowSkipException,
    AirflowTaskTimeout,
)

#: Exit codes that another attempt does not change: usage, input, device, output of other settings.
NEVER_RETRIED = {2, 3, 5, 6}

#: Of spark-submit when the jar does not have the main class.
WRONG_JAR = 101

#: Of all tasks. The time between retries grows up to an hour.
DEFAULT_ARGS = {
    "application": os.environ.get("SALIENCY_JAR", "/opt/saliency/saliency-spark.jar"),
    "conn_id": "saliency_spark",
    "pool": "saliency",
    "retries": 3,
    "retry_delay": timedelta(seconds=int(os.environ.get("SALIENCY_RETRY_SECONDS", "300"))),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(hours=1),
    "execution_timeout": timedelta(hours=1),
}

#: Of all DAGs.
COMMON_PARAMS = {
    "output": Param(
        os.environ.get("SALIENCY_OUTPUT", "/data/saliency"),
        type="string",
        minLength=1,
        description="Each run writes to a folder of it, named after DAG and logical date.",
    ),
    "layout": Param(
        None,
        type=["null", "string"],
        description="Layout of the data sets; by default it is recognised.",
    ),
    "device": Param("auto", enum=["auto", "cpu", "gpu"], description="Where the network runs."),
    "config": Param(
        None,
        type=["null", "string"],
        description="File of settings in HOCON; conf/reference.conf documents every key.",
    ),
    "spark_conf": Param(
        {},
        type="object",
        additionalProperties={"type": "string"},
        description="Spark properties, for example spark.executor.memory.",
    ),
}


def run_folder(context: Context) -> str:
    """The output folder of a DAG run: the parameter ``output``, the DAG and the logical date.

    Runs without a logical date, such as those that an asset starts, take the time they run after.
    """
    run = context["dag_run"]
    date: datetime = run.logical_date or run.run_after
    name = run.dag_id.removeprefix("saliency_")
    return f"{context['params']['output'].rstrip('/')}/{name}/{date.strftime('%Y%m%dT%H%M%S')}"


def layout(params: Mapping[str, Any]) -> list[str]:
    return ["--layout", params["layout"]] if params["layout"] else []


def config(params: Mapping[str, Any]) -> list[str]:
    return ["--config", params["config"]] if params["config"] else []


def read_json(path: str) -> dict[str, Any]:
    """The content of a JSON file on any file system that Airflow knows; empty if there is none."""
    file = ObjectStoragePath(path)
    return json.loads(file.read_text()) if file.exists() else {}


def read_record(path: str) -> dict[str, Any]:
    """The content of a JSON file of a task; empty if there is none or its writer was killed."""
    try:
        return read_json(path)
    except ValueError:
        return {}


def is_local(path: str) -> bool:
    """Whether a path names a file of the machine that runs the task."""
    return path.startswith("file:") or not re.match(r"[a-z][a-z0-9+.-]*:", path)


def require_known(context: Context) -> None:
    """Refuses misspelt parameters, which Airflow would ignore and use the defaults."""
    known = sorted(context["dag"].params)
    if unknown := sorted(set(context["dag_run"].conf or {}) - set(known)):
        raise AirflowFailException(
            f"Unknown parameter '{unknown[0]}': the DAG's parameters are {', '.join(known)}"
        )


def local_path(params: Mapping[str, Any], name: str) -> Path:
    """The file or folder of a parameter that must be on the machine that runs the task."""
    if not is_local(params[name]):
        raise AirflowFailException(
            f"The parameter {name} is {params[name]}, but training uses a local disk: give a folder or"
            " file of the machine that runs the driver"
        )
    return Path(re.sub(r"^file:(//(?=/))?", "", params[name]))


class SaliencyOperator(SparkSubmitOperator):
    """Runs a command of the job jar with ``spark-submit`` and returns its results (``--json``).

    Exit code and error come from the file of ``--result``, which the driver writes in client and
    cluster mode. Errors that another attempt does not change (``NEVER_RETRIED``) fail the task
    for good, all others are retried; in either case the reason is one line. A task that is killed
    lets the driver end cleanly: it keeps what is published and releases the output.

    :param arguments: gives the command and its arguments; None skips the task
    :param inputs: gives files and folders that the results depend on. If neither they nor the
        arguments have changed since the command last succeeded for this run's folder, its results
        are returned at once. Without it the command always runs, which is right for commands that
        resume by themselves.
    :param stop_seconds: how long a driver may take to end after SIGTERM, before SIGKILL; shorter than
        ``[core] killed_task_cleanup_time``
    """

    def __init__(
        self,
        *,
        arguments: Callable[[Context], Sequence[str] | None],
        inputs: Callable[[Context], Sequence[str]] | None = None,
        stop_seconds: float = 45,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("name", f"saliency-{kwargs['task_id']}")
        super().__init__(java_class="org.saliency.spark.cli.Main", **kwargs)
        self.arguments = arguments
        self.inputs = inputs
        self.stop_seconds = stop_seconds

    def execute(self, context: Context) -> dict[str, Any] | None:
        require_known(context)
        arguments = self.arguments(context)
        if arguments is None:
            raise AirflowSkipException("the parameters of the run leave nothing to do")
        self._require_connection_and_jar()
        result_file = f"{run_folder(context)}/tasks/{self.task_id}.json"
        done_file = ObjectStoragePath(f"{run_folder(context)}/tasks/{self.task_id}.done.json")
        fingerprint = self._fingerprint(context, arguments)
        done = read_record(str(done_file)) if fingerprint and _has_output(arguments) else {}
        if done and done["fingerprint"] == fingerprint:
            self.log.info("Nothing has changed since %s: the results are kept", done["finished"])
            return done["results"]
        self.application_args = [*arguments, "--result", result_file]
        self.conf = {**(self.conf or {}), **context["params"].get("spark_conf", {})}
        result = self._run(context, result_file)
        if fingerprint:
            done = {"finished": result["finished"], "results": result.get("results")}
            done_file.write_text(json.dumps({"fingerprint": fingerprint, **done}))
        return result.get("results")

    def _require_connection_and_jar(self) -> None:
        # Without its connection, SparkSubmitHook would submit to YARN.
        try:
            connection = BaseHook.get_connection(self._conn_id)
        except AirflowNotFoundException:
            raise AirflowFailException(
                f"No connection '{self._conn_id}': add it, for example with airflow connections add"
                f" {self._conn_id} --conn-type spark --conn-host spark://host --conn-port 7077"
            ) from None
        in_cluster = connection.extra_dejson.get("deploy-mode") == "cluster"
        if not in_cluster and is_local(self.application):
            if not ObjectStoragePath(self.application).is_file():
                raise AirflowFailException(
                    f"No job jar {self.application}: set SALIENCY_JAR for scheduler, DAG processor and"
                    " workers to a path that the workers read"
                )

    def _fingerprint(self, context: Context, arguments: Sequence[str]) -> str | None:
        """A hash of arguments, job jar and the names, sizes and times of all input files."""
        if self.inputs is None:
            return None
        seen = [" ".join(arguments)]
        for path in (self.application, *self.inputs(context)):
            root = ObjectStoragePath(path)
            files = root.fs.find(root.path, detail=True)
            if root.is_file():  # of which find says nothing but the name
                files = {root.path: root.fs.info(root.path)}
            for file, about in sorted(files.items()):
                time = about.get("mtime") or about.get("LastModified") or about.get("last_modified")
                seen.append(f"{file} {about.get('size')} {time}")
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    def _run(self, context: Context, result_file: str) -> dict[str, Any]:
        before = read_json(result_file)
        failure: Exception | None = None
        try:
            super().execute(context)
        except AirflowTaskTimeout:
            self._stop()
            raise
        except FileNotFoundError as error:
            raise AirflowFailException(
                f"Cannot start {error.filename}: put spark-submit of Spark 4.1 on the PATH of the workers"
            ) from None
        except (AirflowException, RuntimeError) as error:
            failure = error
        result = read_json(result_file)
        if failure is not None and result == before:
            result = {}  # of an earlier run: the driver did not start
        exit_code = result.get("exit_code")
        if exit_code is None and failure is not None:
            found = re.search(r"Error code is: (-?\d+)", str(failure))
            exit_code = int(found.group(1)) if found else None
        if exit_code == 0 and failure is None:
            return result
        self._fail(exit_code, result, failure, result_file)

    def _fail(
        self,
        exit_code: int | None,
        result: dict[str, Any],
        failure: Exception | None,
        result_file: str,
    ) -> NoReturn:
        reason = (result.get("error") or {}).get("message") or _reason(failure)
        if exit_code is not None and (exit_code < 0 or exit_code > 128):
            number = -exit_code if exit_code < 0 else exit_code - 128
            reason = f"the driver was ended by signal {number}; what is published is kept"
        elif reason is None:
            reason = f"{result_file} has no exit code: the driver was killed or has not started"
        if exit_code == WRONG_JAR:
            reason = f"{self.application} is not the job jar, or not whole: {reason}"
        message = f"{self.task_id} failed with exit code {exit_code}: {reason}"
        if exit_code in {*NEVER_RETRIED, WRONG_JAR}:
            raise AirflowFailException(f"{message} (not retried)") from None
        raise AirflowException(message) from None

    def on_kill(self) -> None:
        """Ends the driver with SIGTERM; in client mode the log goes on until it has ended."""
        if (driver := self._driver()) is not None:
            driver.terminate()
            # This may run in a signal handler, in which waiting for the process could block.
            killer = threading.Timer(self.stop_seconds, driver.kill)
            killer.daemon = True
            killer.start()
        else:
            super().on_kill()

    def _stop(self) -> None:
        """Ends the driver of client mode with SIGTERM and waits for it."""
        if (driver := self._driver()) is not None:
            driver.terminate()
            try:
                driver.communicate(timeout=self.stop_seconds)
            except subprocess.TimeoutExpired:
                driver.kill()

    def _driver(self) -> subprocess.Popen | None:
        """The running spark-submit, which in client mode is the driver."""
        if self._hook is None or self._hook._connection["deploy_mode"] == "cluster":
            return None
        submit = self._hook._submit_sp
        return submit if submit is not None and submit.poll() is None else None


def _has_output(arguments: Sequence[str]) -> bool:
    """Whether what the command writes is there, if it writes anything but its results."""
    outputs = [value for name, value in zip(arguments, arguments[1:]) if name == "--output"]
    return all(ObjectStoragePath(output).exists() for output in outputs)


def _reason(failure: Exception | None) -> str | None:
    """One line about a failure of ``spark-submit``: what the command printed, if it got so far."""
    if failure is None:
        return None
    lines = [line.strip() for line in str(failure).splitlines() if line.strip()]
    own = [line for line in lines if line.startswith("saliency: ")]
    if own:
        return own[-1].removeprefix("saliency: ")
    errors = [line for line in lines if re.search(r"(Error|Exception)\b", line)]
    return (errors or lines)[-1]
