package org.saliency.spark.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.saliency.json.Json;
import org.saliency.video.VideoIndex;

/** Indexes of video files that do not exist. */
public final class FakeVideo {

  private static final int FRAME_MILLIS = 40;

  private FakeVideo() {}

  /** Frames of 40 ms with key frames at a fixed distance, starting with the first frame. */
  public static VideoIndex index(int frames, int keyFrameDistance) {
    int keyFrames = (frames - 1) / keyFrameDistance + 1;
    String text =
        """
        {"codec": "h264", "size": "64x36", "frameRate": {"numerator": 25, "denominator": 1},
         "timeBase": {"numerator": 1, "denominator": 1000}, "label": "presentation",
         "isFromDecoding": false, "missingFrames": 0, "frames": %d, "timestamps": "%s",
         "labels": "", "keyFrameCount": %d, "keyFrames": "%s", "startCount": %3$d,
         "startFrames": "%4$s", "startLabels": "%s"}
        """
            .formatted(
                frames,
                row(FRAME_MILLIS, frames),
                keyFrames,
                row(keyFrameDistance, keyFrames),
                row(FRAME_MILLIS * keyFrameDistance, keyFrames));
    try {
      return Json.read(text, VideoIndex.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Numbers from 0 in equal steps, run-length encoded. */
  private static String row(int step, int count) {
    return count == 1 ? "0" : "0 %dx%d".formatted(step, count - 1);
  }
}
