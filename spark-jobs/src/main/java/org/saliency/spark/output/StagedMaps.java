package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;

/** The map files of one format of a segment, in its staging folder. */
final class StagedMaps {

  private final WritableHadoopFiles files;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Path> staged = new HashMap<>();
  private final Checksum checksum = new Checksum();
  private long bytes;

  StagedMaps(WritableHadoopFiles files) {
    this.files = files;
  }

  /** Writes the map of the next frame. */
  void add(String frame, byte[] png, Path file) throws IOException {
    files.stage(file, png);
    names.add(frame);
    staged.put(frame, file);
    checksum.add(png);
    bytes += png.length;
  }

  /** Adds what is to be moved. */
  void addMoves(Map<Path, Path> moves, Function<String, Path> target) {
    names.forEach(name -> moves.put(staged.get(name), target.apply(name)));
  }

  Published.Maps published() {
    return new Published.Maps(names, bytes, checksum.value());
  }
}
