package org.saliency.training.sample;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.map.SaliencyMap;
import org.saliency.progress.Progress;
import org.saliency.storage.Storage;
import org.saliency.video.VideoIndex;

/**
 * Looks at every map before training begins, rather than in the middle of it: that it can be read
 * and is of its frame's size. A map that is black all over says nothing and is left out and
 * counted; one that is white all over says that every place is looked at alike, and stays.
 */
public final class TruthCheck {

  private static final int AHEAD = 4;

  private final Storage storage;
  private final FrameFiles files;
  private final Map<String, VideoIndex> indexes;
  private final int threads;

  /**
   * A check that reads on some threads.
   *
   * @param indexes of the video files among the data, by path
   */
  public TruthCheck(
      Storage storage, FrameFiles files, Map<String, VideoIndex> indexes, int threads) {
    this.storage = storage;
    this.files = files;
    this.indexes = indexes;
    this.threads = threads;
  }

  /**
   * What was found.
   *
   * @param samples those whose maps say something
   * @param blackMaps number of the others
   * @param fingerprint SHA-256 over videos, frames, sizes and maps; equal for a copied data set
   */
  public record Result(TrainingSamples samples, int blackMaps, String fingerprint) {}

  /**
   * Checks the frames of both sides.
   *
   * @throws UserException when a map cannot be read or is of another size than its frame, or when
   *     one side has black maps only
   */
  public Result of(TrainingSamples samples) throws InterruptedException {
    Sha256 hash = new Sha256();
    int count = samples.training().size() + samples.validation().size();
    try (Progress progress = Progress.start("check maps", "maps", count)) {
      List<Sample> training = usable("training", samples.training(), hash, progress);
      List<Sample> validation = usable("validation", samples.validation(), hash, progress);
      return new Result(
          new TrainingSamples(training, validation),
          count - training.size() - validation.size(),
          hash.hex());
    }
  }

  /** A map, looked at. */
  private record Look(Sample sample, boolean isBlack, String fingerprint) {}

  private List<Sample> usable(String side, List<Sample> samples, Sha256 hash, Progress progress)
      throws InterruptedException {
    List<Sample> usable = new ArrayList<>();
    try (ReadAhead<Sample, Look> looks =
        new ReadAhead<>(samples.iterator(), this::look, threads, AHEAD * threads, "map-check")) {
      while (looks.hasNext()) {
        Look look = looks.next();
        hash.add(side + look.fingerprint());
        if (!look.isBlack()) {
          usable.add(look.sample());
        }
        progress.advance(1);
      }
    }
    if (usable.isEmpty()) {
      throw UserException.input(
          "all %d maps of the %s videos are black, the first of them %s: give maps that are above"
              + " zero where people look",
          samples.size(), side, samples.get(0).frame().map().orElseThrow());
    }
    return usable;
  }

  private Look look(Sample sample) {
    FrameLocation image = sample.frame().image();
    FrameLocation place = sample.frame().map().orElseThrow();
    Size size = FrameFiles.size(storage, image, indexes);
    SaliencyMap map = files.map(place);
    if (!map.size().equals(size)) {
      throw UserException.input(
          "map %s is %s, but its frame %s is %s: give the map at the frame's size",
          place, map.size(), image, size);
    }
    String fingerprint =
        "\n%s/%s %s %x".formatted(sample.video(), sample.frame().name(), size, checksum(map));
    return new Look(sample, isBlack(map), fingerprint);
  }

  private static long checksum(SaliencyMap map) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * map.values().length);
    bytes.asDoubleBuffer().put(map.values());
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static boolean isBlack(SaliencyMap map) {
    for (double value : map.values()) {
      if (value > 0) {
        return false;
      }
    }
    return true;
  }
}
