package org.saliency.spark.cli;

import java.util.Map;
import org.saliency.spark.results.Manifest;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Map<String, String> versions =
        Manifest.versions(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    return new String[] {
      "saliency "
          + versions.get("saliency")
          + " (Spark "
          + versions.get("spark")
          + ", Java "
          + versions.get("java")
          + ")"
    };
  }
}
