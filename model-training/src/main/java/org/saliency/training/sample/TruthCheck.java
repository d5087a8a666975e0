package org.saliency.training.sample;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.map.SaliencyMap;
import org.saliency.progress.Progress;

/**
 * Checks before training that maps are readable and have the size of their frames: all maps of
 * validation, and all of training or, of larger data sets, that of the first frame of videos spread
 * evenly. Other maps are checked when they are read. Frames with entirely black maps are excluded
 * and counted; uniformly white maps are valid.
 */
public final class TruthCheck {

  /** Number of training maps up to which all are checked. */
  public static final int MOST_TRAINING_MAPS = 500;

  private static final int MAPS_AHEAD = 4;

  private final SampleFiles trainingFiles;
  private final SampleFiles validationFiles;
  private final Predicate<String> isNamed;
  private final int threads;

  /**
   * Creates a check.
   *
   * @param isNamed whether an error of a video ends the run; else the video is left out
   * @param threads number of threads that read maps
   */
  public TruthCheck(
      SampleFiles trainingFiles,
      SampleFiles validationFiles,
      Predicate<String> isNamed,
      int threads) {
    this.trainingFiles = trainingFiles;
    this.validationFiles = validationFiles;
    this.isNamed = isNamed;
    this.threads = threads;
  }

  /**
   * Result of the check.
   *
   * @param samples the samples whose maps are not known to be black
   * @param blackMaps number of excluded samples
   * @param bad messages by the names of the videos left out
   * @param fingerprint SHA-256 of videos and frames, and of sizes and checked maps; equal for
   *     copies of a data set
   */
  public record Result(
      TrainingSamples samples, int blackMaps, Map<String, String> bad, String fingerprint) {}

  /**
   * Checks training and validation samples.
   *
   * @throws UserException if a map of a named video is unreadable or differs in size from its
   *     frame, or if no training or no validation samples are left
   */
  public Result of(TrainingSamples samples) throws InterruptedException {
    Sha256 hash = new Sha256();
    boolean isLarge = samples.training().size() > MOST_TRAINING_MAPS;
    List<Sample> first = isLarge ? ofFirstFrames(samples.training()) : samples.training();
    Map<String, UserException> bad = new TreeMap<>();
    Set<Sample> black = new HashSet<>();
    try (Progress progress =
        Progress.start("check maps", "maps", first.size() + samples.validation().size())) {
      for (Sample sample : samples.training()) {
        hash.add("training\n" + sample.video() + "/" + sample.frame().name());
      }
      check(first, sample -> training(sample, isLarge), hash, bad, black, progress);
      hash.add("validation");
      check(samples.validation(), this::validation, hash, bad, black, progress);
    }
    TrainingSamples usable =
        new TrainingSamples(
            usable("training", samples.training(), bad, black),
            usable("validation", samples.validation(), bad, black));
    Map<String, String> messages = new TreeMap<>();
    bad.forEach((video, error) -> messages.put(video, error.getMessage()));
    return new Result(usable, black.size(), messages, hash.hex());
  }

  /** The first sample of videos, spread evenly. */
  private static List<Sample> ofFirstFrames(List<Sample> samples) {
    Set<String> seen = new HashSet<>();
    List<Sample> first = samples.stream().filter(sample -> seen.add(sample.video())).toList();
    int count = Math.min(MOST_TRAINING_MAPS, first.size());
    return Stream.iterate(0, i -> i < count, i -> i + 1)
        .map(i -> first.get((int) ((long) first.size() * i / count)))
        .toList();
  }

  private static List<Sample> usable(
      String part, List<Sample> samples, Map<String, UserException> bad, Set<Sample> black) {
    List<Sample> usable =
        samples.stream()
            .filter(sample -> !bad.containsKey(sample.video()) && !black.contains(sample))
            .toList();
    if (usable.isEmpty()) {
      if (samples.stream().noneMatch(black::contains)) {
        throw bad.get(samples.get(0).video());
      }
      throw UserException.input(
          "all %d maps of the %s videos are black, for example %s: provide maps with values above 0",
          samples.size(), part, samples.get(0).frame().map().orElseThrow());
    }
    return usable;
  }

  private record CheckedSample(
      Sample sample, boolean isBlack, String fingerprint, Optional<UserException> error) {}

  private interface Check {
    CheckedSample of(Sample sample);
  }

  private void check(
      List<Sample> samples,
      Check check,
      Sha256 hash,
      Map<String, UserException> bad,
      Set<Sample> black,
      Progress progress)
      throws InterruptedException {
    try (ReadAhead<Sample, CheckedSample> checks =
        new ReadAhead<>(
            samples.iterator(),
            sample -> reported(sample, check),
            threads,
            MAPS_AHEAD * threads,
            "map-check")) {
      while (checks.hasNext()) {
        CheckedSample checked = checks.next();
        checked.error().ifPresent(error -> bad.putIfAbsent(checked.sample().video(), error));
        hash.add(checked.fingerprint());
        if (checked.isBlack()) {
          black.add(checked.sample());
        }
        progress.advance(1);
      }
    }
  }

  private CheckedSample reported(Sample sample, Check check) {
    try {
      return check.of(sample);
    } catch (StorageException e) {
      throw e;
    } catch (UserException e) {
      if (isNamed.test(sample.video())) {
        throw e;
      }
      return new CheckedSample(sample, false, "\nbad " + sample.video(), Optional.of(e));
    }
  }

  private CheckedSample training(Sample sample, boolean isLarge) {
    FrameLocation map = sample.frame().map().orElseThrow();
    // Of a large data set, the frames around it may never be read.
    return checked(
        sample, trainingFiles, isLarge ? trainingFiles.storedMap(map) : trainingFiles.map(map));
  }

  private CheckedSample validation(Sample sample) {
    return checked(
        sample, validationFiles, validationFiles.map(sample.frame().map().orElseThrow()));
  }

  private static CheckedSample checked(Sample sample, SampleFiles files, Scaled<SaliencyMap> map) {
    FrameLocation image = sample.frame().image();
    Size size = files.frameSize(image);
    if (!map.own().equals(size)) {
      throw UserException.input(
          "map %s is %s, but its frame %s is %s: provide the map at the size of the frame",
          sample.frame().map().orElseThrow(), map.own(), image, size);
    }
    String fingerprint =
        String.format(
            Locale.ROOT,
            "\n%s/%s %s %x",
            sample.video(),
            sample.frame().name(),
            size,
            checksum(map.content()));
    return new CheckedSample(sample, map.content().isBlack(), fingerprint, Optional.empty());
  }

  private static long checksum(SaliencyMap map) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * map.values().length);
    bytes.asDoubleBuffer().put(map.values());
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
