package org.saliency.spark.scale;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Objects that are made up when they are asked for, so that millions of them take no memory. */
interface SimulatedContent {

  /** What a folder holds; nothing if it has no objects. */
  List<SimulatedObject> list(String folder) throws IOException;

  /** The object or folder at a path. */
  Optional<SimulatedObject> find(String path) throws IOException;

  /** The bytes of an object that {@link #find} finds. */
  byte[] read(String path) throws IOException;
}
