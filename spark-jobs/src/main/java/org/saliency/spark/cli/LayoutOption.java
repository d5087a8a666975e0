package org.saliency.spark.cli;

import java.util.Optional;
import org.saliency.dataset.Layout;
import picocli.CommandLine.Option;

/** The option {@code --layout} of commands that read a data set. */
final class LayoutOption {

  @Option(
      names = "--layout",
      defaultValue = "auto",
      paramLabel = "LAYOUT",
      description = "Layout of the data set: ${bundle:choices.layouts} (default: auto).")
  private String name;

  /** Empty if the layout is to be detected. */
  Optional<Layout> layout() {
    return Layout.parse(name);
  }
}
