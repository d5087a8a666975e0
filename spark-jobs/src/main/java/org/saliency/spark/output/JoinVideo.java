package org.saliency.spark.output;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.json.Json;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.video.VideoJoiner;

/**
 * Joins the parts of a video that the tasks of its segments wrote, without encoding again. A record
 * of the parts follows the video, so that it is known which parts a video has.
 *
 * @param format format of the video
 * @param output path of the output folder
 * @param run random id of the run that holds the lease of the folder
 * @param hadoop settings of the file systems
 */
public record JoinVideo(Format format, String output, String run, SerializableConfiguration hadoop)
    implements VoidFunction<JoinVideo.Parts> {

  /**
   * Parts of a video.
   *
   * @param video name of the video
   * @param names of the parts, in order, without ending
   */
  public record Parts(String video, List<String> names) implements Serializable {

    public Parts {
      names = new ArrayList<>(names);
    }
  }

  @Override
  public void call(Parts parts) throws IOException {
    OutputFolder folder = new OutputFolder(output, hadoop.value());
    String video = parts.video();
    Optional<JoinedVideo> present = VideoFiles.joined(folder, format, video);
    if (present.filter(joined -> joined.parts().equals(parts.names())).isPresent()) {
      return; // by another attempt at this task
    }
    WritableHadoopFiles files = folder.files();
    org.apache.hadoop.fs.Path parent = folder.paths().videoParts(format, video);
    Path joined = Files.createTempFile(LocalStaging.folder(), "joined-", ".mp4");
    org.apache.hadoop.fs.Path staging = folder.staging(UUID.randomUUID().toString());
    try {
      VideoJoiner.join(
          files, parts.names().stream().map(name -> parent + "/" + name + ".mp4").toList(), joined);
      org.apache.hadoop.fs.Path copy = new org.apache.hadoop.fs.Path(staging, "joined.mp4");
      org.apache.hadoop.fs.Path record = new org.apache.hadoop.fs.Path(staging, "joined.json");
      Checksum checksum = new Checksum();
      files.copyFromDisk(joined, copy, checksum);
      files.stage(
          record,
          Json.write(new JoinedVideo(Files.size(joined), checksum.value(), parts.names()))
              .getBytes(StandardCharsets.UTF_8));
      LeaseFile lease = new LeaseFile(folder);
      lease.requireOpen(run, RunPhase.VIDEOS);
      files.publish(Map.of(copy, folder.paths().video(format, video)));
      lease.requireOpen(run, RunPhase.VIDEOS);
      files.publish(Map.of(record, folder.paths().joined(format, video)));
    } finally {
      files.delete(staging);
      Files.deleteIfExists(joined);
    }
  }
}
