package org.saliency.spark.scale;

/**
 * An object, or the common start of the names of several, which is a folder.
 *
 * @param path from the root of the store
 * @param modified milliseconds since the epoch
 */
record SimulatedObject(String path, boolean isFolder, long length, long modified) {

  static SimulatedObject folder(String path) {
    return new SimulatedObject(path, true, 0, 0);
  }
}
