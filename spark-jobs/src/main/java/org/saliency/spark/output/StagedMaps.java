package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;

/** The map files of one format of a segment, in its staging folder. */
final class StagedMaps {

  private final WritableHadoopFiles files;
  private final MapPublication publication;
  private final List<String> names = new ArrayList<>();
  private final Checksum checksum = new Checksum();
  private long bytes;

  StagedMaps(WritableHadoopFiles files, MapPublication publication) {
    this.files = files;
    this.publication = publication;
  }

  /** Writes the map of the next frame, to be moved to its target. */
  void add(String frame, byte[] png, Path file, Path target) throws IOException {
    files.stage(file, png);
    publication.add(file, target);
    names.add(frame);
    checksum.add(png);
    bytes += png.length;
  }

  Published.Maps published() {
    return new Published.Maps(names, bytes, checksum.value());
  }
}
