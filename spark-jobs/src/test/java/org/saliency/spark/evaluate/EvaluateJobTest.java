package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.metric.VideoMetrics;

class EvaluateJobTest {

  private static Video video(String name, int frames) {
    return new Video(
        name,
        IntStream.range(0, frames)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        "" + i,
                        FrameLocation.file(name + "/" + i + ".png"),
                        Optional.empty(),
                        Optional.empty()))
            .toList());
  }

  private static VideoMetrics rows(String video, long frames) {
    return new VideoMetrics(video, frames, Map.of(), Map.of());
  }

  @Test
  void rowsThatDifferFromThePlanAreRefused() {
    List<Video> planned = List.of(video("a", 3), video("b", 2));
    EvaluateJob.requireComplete(planned, List.of(rows("a", 3), rows("b", 2)), "out");
    assertThatThrownBy(
            () -> EvaluateJob.requireComplete(planned, List.of(rows("a", 3), rows("b", 1)), "out"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Table out/frame_metrics has 1 rows of video 'b' instead of 2");
    assertThatThrownBy(() -> EvaluateJob.requireComplete(planned, List.of(rows("a", 3)), "out"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("0 rows of video 'b' instead of 2");
    assertThatThrownBy(
            () -> EvaluateJob.requireComplete(planned, List.of(rows("a", 4), rows("b", 2)), "out"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("4 rows of video 'a' instead of 3");
  }
}
