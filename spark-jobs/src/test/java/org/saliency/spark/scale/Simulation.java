package org.saliency.spark.scale;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.json.Json;
import org.saliency.spark.input.IndexedVideo;
import org.saliency.spark.plan.FrameRange;
import org.saliency.video.VideoIndex;

/**
 * A bucket of a simulated object store with videos in {@link #input} and, if wanted, results of a
 * scoring run in {@link #output}. Closing removes it.
 */
public final class Simulation implements AutoCloseable {

  private final String name = "b" + UUID.randomUUID();
  private final SimulatedBucket bucket = SimulatedBucket.named(name);
  private final SimulatedCorpus corpus;

  private Simulation(SimulatedCorpus corpus) {
    this.corpus = corpus;
    bucket.with(corpus);
  }

  /** Folders of frames. */
  public static Simulation ofFrames(int videos, int frames, Size size, Configuration conf) {
    return of(videos, frames, SimulatedCorpus.Kind.FRAMES, png(size), conf);
  }

  /** Folders of frames, maps and fixations. */
  public static Simulation withTruth(int videos, int frames, Size size, Configuration conf) {
    return of(videos, frames, SimulatedCorpus.Kind.WITH_TRUTH, png(size), conf);
  }

  /** Video files, all with the same content. */
  public static Simulation ofFiles(int videos, int frames, byte[] video, Configuration conf) {
    return of(videos, frames, SimulatedCorpus.Kind.FILES, video, conf);
  }

  private static Simulation of(
      int videos, int frames, SimulatedCorpus.Kind kind, byte[] file, Configuration conf) {
    SimulatedStore.register(conf);
    return new Simulation(new SimulatedCorpus(videos, frames, kind, file));
  }

  private static byte[] png(Size size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size.pixels(); i++) {
      image.setRGB(i % size.width(), i / size.width(), 0x10305 * i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Adds the published results of some videos, by their numbers from 1. */
  public Simulation published(IntPredicate videos) {
    Optional<SimulatedTables> tables =
        corpus.kind() == SimulatedCorpus.Kind.WITH_TRUTH
            ? Optional.of(new SimulatedTables())
            : Optional.empty();
    bucket.with(new SimulatedResults(corpus, videos, this::identity, tables));
    return this;
  }

  /** Identity of a segment's files: their paths, lengths and modification times. */
  private String identity(FrameRange range) {
    Sha256 hash = new Sha256();
    String folder = input() + "/" + range.video();
    String version = "\n" + corpus.picture().length + "/" + SimulatedCorpus.MODIFIED + "\n";
    if (corpus.kind() == SimulatedCorpus.Kind.FILES) {
      for (int i = range.first(); i <= range.last(); i++) {
        hash.add(folder + ".mp4\n" + i + version);
      }
      return hash.hex().substring(0, 32);
    }
    String stamp = "\n-1" + version;
    List<String> parts =
        corpus.kind() == SimulatedCorpus.Kind.FRAMES
            ? List.of("/")
            : List.of("/frames/", "/gaussians/", "/fixations/");
    for (int i = range.first(); i <= range.last(); i++) {
      for (String part : parts) {
        hash.add(folder + part + SimulatedCorpus.frameName(i + 1) + ".png" + stamp);
      }
    }
    return hash.hex().substring(0, 32);
  }

  /** Sets the time of a request. */
  public Simulation delay(long millis) {
    bucket.requests().delay(millis);
    return this;
  }

  /** URI of the videos. */
  public String input() {
    return SimulatedStore.SCHEME + "://" + name + SimulatedCorpus.ROOT;
  }

  /** URI of the results. */
  public String output() {
    return SimulatedStore.SCHEME + "://" + name + SimulatedResults.ROOT;
  }

  /** What an earlier run that resumes these video files would have kept of them. */
  public void putIndexes(VideoIndex index) throws IOException {
    put(
        "_saliency/video-indexes.json",
        Json.write(
            IntStream.rangeClosed(1, corpus.videos())
                .mapToObj(i -> input() + "/" + SimulatedCorpus.videoName(i) + ".mp4")
                .map(
                    path ->
                        new IndexedVideo(
                            path, corpus.picture().length, SimulatedCorpus.MODIFIED, index))
                .toList()));
  }

  /** Writes a text file into the results without a request. */
  public void put(String file, String text) throws IOException {
    bucket.put(
        SimulatedResults.ROOT + "/" + file, text.getBytes(StandardCharsets.UTF_8), any -> true);
  }

  /**
   * Removes a file or folder below {@code /corpus}, as somebody else might, before the next request
   * for another one.
   */
  public void vanish(String path, String whenAskedFor) {
    bucket
        .requests()
        .before(
            SimulatedCorpus.ROOT + "/" + whenAskedFor,
            () -> {
              try {
                bucket.delete(SimulatedCorpus.ROOT + "/" + path);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** Whether there is a file or folder in the results. */
  public boolean holds(String path) throws IOException {
    return bucket.find(SimulatedResults.ROOT + "/" + path).isPresent();
  }

  /** Requests so far. */
  public Requests requests() {
    return bucket.requests();
  }

  @Override
  public void close() {
    SimulatedBucket.remove(name);
  }
}
