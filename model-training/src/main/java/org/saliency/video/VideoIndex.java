package org.saliency.video;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;

/**
 * What a video file holds: its frames' times and key frames, its size, rate and codec. It is made
 * from packets, without decoding; only where those do not tell the frames (see {@link
 * #isFromDecoding}) by one pass of decoding.
 *
 * <p>A frame's number is its rank, from 0, in presentation order. Frames that an edit list hides do
 * not count. Immutable and compact; {@link org.saliency.json.Json} writes and reads it.
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
  private final long[] labels; // the same array as the timestamps when these are the labels
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
   * Indexes the best video stream of a file: mp4, mov, mkv, webm or avi, told by its content. Reads
   * the file once from start to end.
   *
   * @param input the file; left open
   * @param path where it came from, for messages
   * @throws UserException when the file is empty, no video, without video stream or frames, cut off
   *     before its table of contents, larger than {@link ImageFile#LONGEST_SIDE} on a side, or
   *     cannot be read
   */
  public static VideoIndex read(SeekableInput input, String path) {
    return new VideoIndexBuilder(input, path).index();
  }

  /** Width and height of the frames as shown, after rotation, in pixels as they are coded. */
  public Size size() {
    return size;
  }

  /** How many frames there are, at least 1. */
  public int frames() {
    return timestamps.length;
  }

  /**
   * When a frame is shown, in microseconds of the file's own clock; may be negative.
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
   * The frame at which decoding begins in order to get a frame: mostly a key frame; 0 where none
   * comes before it.
   */
  public int keyFrameAtOrBefore(int frame) {
    return startFrames[startBefore(frame)];
  }

  /** FFmpeg's name of the codec: {@code h264}, {@code hevc}, {@code vp9}… */
  public String codec() {
    return codec;
  }

  /** Mean number of frames in a second. */
  public FrameRate frameRate() {
    return frameRate;
  }

  /** The clock by which a video of the same times is written. */
  public VideoTiming timing() {
    return new VideoTiming(Math.min(VideoTiming.FINEST, timeBase.denominator()), ptsMicros(0));
  }

  /** Frames that the file promises but does not hold, as it is cut off; 0 in a whole file. */
  public int missingFrames() {
    return missingFrames;
  }

  /**
   * Whether the file had to be decoded for this index: its packets have no presentation times, or
   * several have the same, or a packet holds other than one frame (B-frames in AVI, packed
   * bitstreams, hidden frames, fields).
   */
  public boolean isFromDecoding() {
    return isFromDecoding;
  }

  /**
   * What is needed to decode some frames.
   *
   * @param first number of the first frame
   * @param last number of the last frame, at least {@code first}
   */
  public VideoSpan span(int first, int last) {
    if (first < 0 || last < first || last >= frames()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "frames %d to %d are no part of 0 to %d", first, last, frames() - 1));
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

  /** The index as it is written: rows of numbers as {@link RunLengths}. */
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
