package org.saliency.spark.cli;

import picocli.CommandLine.Option;

/** The option {@code --wait} of jobs that fill a folder, which one run at a time may do. */
final class WaitOption {

  @Option(
      names = "--wait",
      negatable = true,
      description =
          "Wait if another run is writing to the output, or fail with exit code 7 (--no-wait);"
              + " default: ${bundle:default.score.wait}.")
  private Boolean wait;

  /** The value of the setting; null if the user did not give the option. */
  String value() {
    return wait == null ? null : wait.toString();
  }
}
