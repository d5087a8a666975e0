package org.saliency.video;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;

/**
 * The index of a video file: frame times, key frames, size, frame rate and codec. Built from
 * packets without decoding, or by decoding if packets do not define the frames (see {@link
 * #isFromDecoding}).
 *
 * <p>Frames are numbered from 0 in presentation order, without those hidden by an edit list.
 * Immutable; {@link org.saliency.json.Json} serialises it.
 */
public final class VideoIndex {

  private final String codec;
  private final Size size;
  private final FrameRate frameRate;
  private final TimeBase timeBase;
  private final FrameLabel label;
  private final boolean isFromDecoding;
  private final int missingFrames;
  private final long[] timestamps;
  private final long[] labels; // the array of timestamps if these are the labels
  private final int[] keyFrames;
  private final int[] startFrames;
  private final long[] startLabels;

  VideoIndex(
      String codec,
      Size size,
      FrameRate frameRate,
      TimeBase timeBase,
      FrameLabel label,
      boolean isFromDecoding,
      int missingFrames,
      long[] timestamps,
      long[] labels,
      int[] keyFrames,
      int[] startFrames,
      long[] startLabels) {
    this.codec = codec;
    this.size = size;
    this.frameRate = frameRate;
    this.timeBase = timeBase;
    this.label = label;
    this.isFromDecoding = isFromDecoding;
    this.missingFrames = missingFrames;
    this.timestamps = timestamps;
    this.labels = labels;
    this.keyFrames = keyFrames;
    this.startFrames = startFrames;
    this.startLabels = startLabels;
  }

  /**
   * Indexes the best video stream of an mp4, mov, mkv, webm or avi file, recognised by content. Of
   * an mp4 or mov file with H.264, HEVC or AV1 only the tables and the first packets are read, and
   * key frames are those of the tables; other files are read once as a whole.
   *
   * @param input not closed
   * @param path for error messages
   * @throws UserException when the file is empty, not a video, has no video stream, frames or
   *     index, is larger than {@link ImageFile#LONGEST_SIDE} on a side, or cannot be read
   */
  public static VideoIndex read(SeekableInput input, String path) {
    return new VideoIndexBuilder(input, path).index();
  }

  /** Size of the frames after cropping and rotation. */
  public Size size() {
    return size;
  }

  /** Number of frames, at least 1. */
  public int frames() {
    return timestamps.length;
  }

  /**
   * Presentation time of a frame in microseconds of the file's clock; may be negative.
   *
   * @param frame 0 to {@code frames() - 1}
   */
  public long ptsMicros(int frame) {
    return timeBase.micros(timestamps[frame]);
  }

  /** Whether a frame is a key frame. */
  public boolean isKeyFrame(int frame) {
    return Arrays.binarySearch(keyFrames, frame) >= 0;
  }

  /** The numbers of the key frames, in order. */
  public List<Integer> keyFrames() {
    return IntStream.of(keyFrames).boxed().toList();
  }

  /**
   * The frame at which decoding starts for a frame: usually a key frame, 0 if there is none before.
   */
  public int keyFrameAtOrBefore(int frame) {
    return startFrames[startBefore(frame)];
  }

  /** FFmpeg's name of the codec: {@code h264}, {@code hevc}, {@code vp9}… */
  public String codec() {
    return codec;
  }

  /** Mean frame rate. */
  public FrameRate frameRate() {
    return frameRate;
  }

  /** The clock for writing a video with the same times. */
  public VideoTiming timing() {
    return new VideoTiming(Math.min(VideoTiming.FINEST, timeBase.denominator()), ptsMicros(0));
  }

  /** Number of frames missing because the file is truncated; usually 0. */
  public int missingFrames() {
    return missingFrames;
  }

  /**
   * The error of a truncated file; empty for a complete one.
   *
   * @param path of the file
   */
  public Optional<UserException> truncation(String path) {
    return missingFrames == 0
        ? Optional.empty()
        : Optional.of(
            UserException.input(
                "Video file %s is truncated after %d of %d frames: copy it again",
                path, frames(), frames() + missingFrames));
  }

  /**
   * Whether the file was decoded for this index, because packets have no distinct presentation
   * times or do not contain exactly one frame (B-frames in AVI, packed bitstreams, hidden frames,
   * fields).
   */
  public boolean isFromDecoding() {
    return isFromDecoding;
  }

  /**
   * The span of some frames, for decoding them.
   *
   * @param first number of the first frame
   * @param last number of the last frame, at least {@code first}
   */
  public VideoSpan span(int first, int last) {
    if (first < 0 || last < first || last >= frames()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "frames %d to %d are outside 0 to %d", first, last, frames() - 1));
    }
    int start = startBefore(first);
    boolean[] isKey = new boolean[last - first + 1];
    for (int i = 0; i < isKey.length; i++) {
      isKey[i] = isKeyFrame(first + i);
    }
    return new VideoSpan(
        first,
        new VideoStart(startFrames[start], start == 0, startLabels[start]),
        timeBase,
        label,
        Arrays.copyOfRange(timestamps, first, last + 1),
        Arrays.copyOfRange(labels, first, last + 1),
        isKey);
  }

  private int startBefore(int frame) {
    int found = Arrays.binarySearch(startFrames, frame);
    return found >= 0 ? found : -found - 2;
  }

  /** The serialised form, with sequences as {@link RunLengths}. */
  private record Stored(
      String codec,
      Size size,
      FrameRate frameRate,
      TimeBase timeBase,
      FrameLabel label,
      boolean isFromDecoding,
      int missingFrames,
      int frames,
      String timestamps,
      String labels,
      int keyFrameCount,
      String keyFrames,
      int startCount,
      String startFrames,
      String startLabels) {}

  @JsonValue
  Stored stored() {
    return new Stored(
        codec,
        size,
        frameRate,
        timeBase,
        label,
        isFromDecoding,
        missingFrames,
        timestamps.length,
        RunLengths.write(timestamps),
        labels == timestamps ? "" : RunLengths.write(labels),
        keyFrames.length,
        RunLengths.write(keyFrames),
        startFrames.length,
        RunLengths.write(startFrames),
        RunLengths.write(startLabels));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static VideoIndex of(Stored stored) {
    long[] timestamps = RunLengths.read(stored.timestamps, stored.frames);
    return new VideoIndex(
        stored.codec,
        stored.size,
        stored.frameRate,
        stored.timeBase,
        stored.label,
        stored.isFromDecoding,
        stored.missingFrames,
        timestamps,
        stored.labels.isEmpty() ? timestamps : RunLengths.read(stored.labels, stored.frames),
        RunLengths.readInts(stored.keyFrames, stored.keyFrameCount),
        RunLengths.readInts(stored.startFrames, stored.startCount),
        RunLengths.read(stored.startLabels, stored.startCount));
  }
}
