package org.saliency.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.hash.Sha256;
import org.saliency.spark.storage.HadoopFiles;

/**
 * The frames of a measurement and their ground truth: key {@code coverage} of {@code summary.json}.
 * Measurements with equal digests used the same frames and the same ground truth.
 *
 * @param missing frames with ground truth but without a map
 * @param extra maps without ground truth, which are not measured
 * @param framesDigest identifies the measured frames by video name and frame number
 * @param truthDigests identify the ground truth of each measured video by the frame numbers and the
 *     names, lengths and modification times of its files
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Coverage(
    Missing missing, Extra extra, String framesDigest, Map<String, String> truthDigests) {

  private static final int DIGITS = 16;

  /**
   * Frames with ground truth but without a map.
   *
   * @param policy {@code skip}: they are left out; {@code zero}: their maps count as all-zero maps;
   *     null if there are none
   * @param videos number of videos without any map
   * @param frames number of frames, those of these videos included
   * @param byVideo number of frames of each video that lacks some
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  public record Missing(String policy, int videos, long frames, Map<String, Long> byVideo) {

    public static final Missing NONE = new Missing(null, 0, 0, Map.of());

    public Missing {
      byVideo = byVideo == null ? Map.of() : new TreeMap<>(byVideo);
    }

    /** Whether missing frames are left out. */
    boolean isSkipped() {
      return "skip".equals(policy);
    }
  }

  /**
   * Maps without ground truth.
   *
   * @param videos number of videos without ground truth
   * @param frames number of frames without ground truth in the other videos
   */
  public record Extra(int videos, long frames) {}

  public Coverage {
    truthDigests = truthDigests == null ? Map.of() : new TreeMap<>(truthDigests);
  }

  /**
   * The coverage of a measurement of all frames that have ground truth.
   *
   * @param videos some of them with ground truth
   * @param stamp length and modification time of a file, by path
   */
  public static Coverage of(List<Video> videos, UnaryOperator<String> stamp) {
    List<Video> measured =
        videos.stream().filter(video -> video.hasMaps() || video.hasFixations()).toList();
    return new Coverage(
        Missing.NONE,
        new Extra(videos.size() - measured.size(), 0),
        framesDigest(measured),
        truthDigests(measured, stamp));
  }

  /** Identifies frames by the names of their videos and their numbers, in any order of videos. */
  public static String framesDigest(Collection<Video> videos) {
    Sha256 hash = new Sha256();
    Map<String, Video> sorted = new TreeMap<>();
    videos.forEach(video -> sorted.put(video.name(), video));
    sorted.forEach(
        (name, video) -> {
          hash.add(name + '\n');
          video.frames().forEach(frame -> hash.add(frame.key() + '\n'));
        });
    return shorten(hash);
  }

  /**
   * Identifies the ground truth of each video.
   *
   * @param videos with all their frames and ground truth
   * @param stamp length and modification time of a file, by path
   */
  public static Map<String, String> truthDigests(
      Collection<Video> videos, UnaryOperator<String> stamp) {
    Map<String, String> digests = new TreeMap<>();
    for (Video video : videos) {
      Sha256 hash = new Sha256();
      for (VideoFrame frame : video.frames()) {
        hash.add(frame.key() + '\n');
        frame.map().ifPresent(map -> add(hash, map, stamp));
        frame.fixations().ifPresent(fixations -> add(hash, fixations, stamp));
      }
      digests.put(video.name(), shorten(hash));
    }
    return digests;
  }

  private static void add(Sha256 hash, FrameLocation location, UnaryOperator<String> stamp) {
    String name = HadoopFiles.path(location.path()).getName();
    hash.add(name + '\n' + location.number() + '\n' + stamp.apply(location.path()) + '\n');
  }

  private static String shorten(Sha256 hash) {
    return hash.hex().substring(0, DIGITS);
  }
}
