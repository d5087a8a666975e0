package org.saliency.spark.lineage;

import org.saliency.settings.Secrets;
import org.saliency.spark.lineage.LineageEvent.Named;

/** Names of data sets after the naming conventions of OpenLineage. */
final class LineageDataset {

  private static final String FILE = "file";

  private LineageDataset() {}

  /**
   * The name of a path: the file system as namespace, the path in it as name. A path that is no
   * URI, for example a glob on a local disk, is its own name.
   */
  static Named of(String path) {
    String masked = Secrets.mask(path);
    int scheme = masked.indexOf("://");
    if (scheme < 0) {
      return new Named(FILE, masked.replaceFirst("^file:/+", "/"));
    }
    int slash = masked.indexOf('/', scheme + 3);
    String root = slash < 0 ? masked : masked.substring(0, slash);
    String name = slash < 0 ? "/" : masked.substring(slash);
    if (root.equals("file://")) {
      return new Named(FILE, name);
    }
    String namespace =
        root.replaceFirst("^s3[an]://", "s3://").replaceFirst("^abfs://", "abfss://");
    boolean isObjectStore = !namespace.startsWith("hdfs://") && name.length() > 1;
    return new Named(namespace, isObjectStore ? name.substring(1) : name);
  }
}
