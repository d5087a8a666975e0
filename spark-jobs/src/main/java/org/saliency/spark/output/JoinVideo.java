package org.saliency.spark.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoJoiner;

/**
 * Joins the parts of a video that the tasks of its segments wrote, without encoding again.
 *
 * @param format format of the video
 * @param output path of the output folder
 * @param hadoop settings of the file systems
 */
public record JoinVideo(Format format, String output, SerializableConfiguration hadoop)
    implements VoidFunction<String> {

  @Override
  public void call(String video) throws IOException {
    OutputFolder folder = new OutputFolder(output, hadoop.value());
    WritableHadoopFiles files = folder.files();
    List<String> parts =
        files.list(folder.paths().videoParts(format, video).toString()).stream()
            .map(Entry::path)
            .toList();
    Path joined = Files.createTempFile("saliency-", ".mp4");
    try {
      VideoJoiner.join(files, parts, joined);
      org.apache.hadoop.fs.Path copy =
          new org.apache.hadoop.fs.Path(folder.staging(UUID.randomUUID().toString()), "joined.mp4");
      files.copyFromDisk(joined, copy);
      files.publish(Map.of(copy, folder.paths().video(format, video)));
      files.delete(copy.getParent());
    } finally {
      Files.deleteIfExists(joined);
    }
  }
}
