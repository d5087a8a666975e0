package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.frame.Size;
import org.saliency.spark.TestSpark;
import org.saliency.spark.source.SampleVideo;

/** Videos on HDFS and S3 as a DataFrame, with the file system configured by options only. */
class RemoteVideosIT {

  private static final int VIDEOS = 6; // more than the driver indexes itself
  private static final int FRAMES = 70;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @ParameterizedTest
  @EnumSource
  void framesEqualThoseOfLocalFiles(RemoteFiles.Kind kind) throws Exception {
    Path local = folder.resolve("local");
    List<Path> videos = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      Path file = local.resolve("take %23 #" + i + ".mp4");
      videos.add(SampleVideo.write(file, FRAMES, new Size(48, 32), i));
    }
    try (RemoteFiles remote = kind.start(folder)) {
      String place = remote.root() + "/videos";
      Configuration hadoop = new Configuration();
      remote.settings().forEach(hadoop::set);
      try (FileSystem files = FileSystem.newInstance(URI.create(remote.root()), hadoop)) {
        for (Path video : videos) {
          String name = place + "/" + video.getFileName();
          try (OutputStream stream = files.create(new org.apache.hadoop.fs.Path(name), true)) {
            Files.copy(video, stream);
          }
        }
      }

      Dataset<Row> frames =
          spark.read().format("saliency-video").options(remote.settings()).load(place);

      assertThat(frames.count()).isEqualTo(VIDEOS * FRAMES);
      assertThat(pixels(frames))
          .hasSize(VIDEOS * FRAMES)
          .isEqualTo(pixels(spark.read().format("saliency-video").load(local.toString())));
    }
  }

  private static List<String> pixels(Dataset<Row> frames) {
    return frames
        .selectExpr("concat_ws(' ', video, frame, pts_us, md5(image.data))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
