package org.saliency.video;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.saliency.frame.Size;

/** Indexes of fictitious video files. */
public final class TestIndexes {

  private TestIndexes() {}

  /** Frames of 40 ms with key frames at a fixed distance. */
  public static VideoIndex of(int frames, int keyFrameDistance) {
    return truncated(frames, 0, keyFrameDistance);
  }

  /** The same, of a file that has lost its last frames. */
  public static VideoIndex truncated(int frames, int missing, int keyFrameDistance) {
    long[] timestamps = LongStream.range(0, frames).map(i -> 40 * i).toArray();
    int[] keyFrames = IntStream.range(0, frames).filter(i -> i % keyFrameDistance == 0).toArray();
    return new VideoIndex(
        "h264",
        new Size(64, 36),
        new FrameRate(25, 1),
        new TimeBase(1, 1000),
        FrameLabel.PRESENTATION,
        false,
        missing,
        timestamps,
        timestamps,
        keyFrames,
        keyFrames,
        IntStream.of(keyFrames).mapToLong(i -> timestamps[i]).toArray());
  }
}
