package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.source.SampleVideo;

/** Video source and predictor with {@code spark.serializer=KryoSerializer}. */
class KryoIT {

  private static final Size SMALL = new Size(32, 18);

  @TempDir Path folder;

  @Test
  void videosAreReadAndPredicted() throws Exception {
    SampleVideo.write(folder.resolve("videos/a.mp4"), 5, SMALL, 1);
    SampleVideo.write(folder.resolve("videos/b.mp4"), 3, SMALL, 2);
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);

    try (SparkProcess program =
        SparkProcess.start(
            folder.resolve("log.txt"),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of("-Xmx1g", "-cp", RemoteFiles.classPath()),
            List.of(
                KryoVideos.class.getName(),
                folder.resolve("videos").toString(),
                model.toString()))) {
      assertThat(program.exitCode()).as(program::log).isZero();
      assertThat(program.log().lines()).contains("counted [[a,5], [b,3]]", "predicted 8");
    }
  }
}
