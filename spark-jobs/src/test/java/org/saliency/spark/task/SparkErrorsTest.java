package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkErrorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Master removed our application: KILLED",
        "All masters are unresponsive! Giving up.",
        "Job 3 cancelled because SparkContext was shut down"
      })
  void aRunThatTheClusterEndsIsToldInOneLine(String reason) {
    Throwable error =
        new IllegalStateException(
            new SparkException("Job aborted due to stage failure: " + reason + "\n\tat a.B"));

    assertThat(SparkErrors.endedByCluster(error))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("Spark ended the run")
                    .contains(reason)
                    .doesNotContain("\n"));
  }

  @Test
  void otherErrorsAreNot() {
    assertThat(SparkErrors.endedByCluster(new IllegalStateException("Job aborted"))).isEmpty();
    assertThat(SparkErrors.endedByCluster(new IllegalStateException((String) null))).isEmpty();
  }

  @Test
  void anErrorInTorchScriptIsToldWithTheLineThatStatesIt() {
    Exception error =
        new IllegalStateException(
            """
            Job aborted: ai.djl.engine.EngineException: The operation failed.
            Traceback of TorchScript (most recent call last):
              File "net.py", line 7, in forward
            RuntimeError: Kernel size can't be greater than actual input size
            \tat a.B
            """);

    assertThat(SparkErrors.firstLine(error))
        .endsWith(
            "The operation failed. RuntimeError: Kernel size can't be greater than actual input"
                + " size");
    assertThat(SparkErrors.firstLine(new IllegalStateException("a\nb"))).endsWith("Exception: a");
  }
}
