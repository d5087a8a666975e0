package org.saliency.spark.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.saliency.json.Json;
import org.saliency.spark.output.Published;
import org.saliency.spark.plan.FrameRange;

/**
 * Made-up results of a scoring run in {@code /out}: maps, tables and records of three segments of
 * each published video.
 *
 * @param corpus the videos
 * @param isPublished whether a video of the corpus, by number, is published
 * @param identity of the inputs of a segment
 * @param tables files of {@code frame_metrics}; none without ground truth
 */
record SimulatedResults(
    SimulatedCorpus corpus,
    IntPredicate isPublished,
    Identity identity,
    Optional<SimulatedTables> tables)
    implements SimulatedContent {

  /** Identity of what a segment was computed from. */
  interface Identity {
    String of(FrameRange range);
  }

  static final String ROOT = "/out";
  static final int SEGMENTS = 3;
  static final String RUN = "00000000-0000-4000-8000-000000000000";

  private static final long WRITTEN = SimulatedCorpus.MODIFIED + 1_000_000;
  private static final int MAP_BYTES = 150;
  private static final int ROWS_BYTES = 40_000;

  private FrameRange range(String video, int segment) {
    int length = corpus.frames() / SEGMENTS;
    int last = segment == SEGMENTS - 1 ? corpus.frames() - 1 : (segment + 1) * length - 1;
    return new FrameRange(video, segment * length, last);
  }

  private static String part(FrameRange range) {
    return range.fileName() + "-" + String.format(Locale.ROOT, "%012x", range.first() + 1);
  }

  private List<String> published() {
    return IntStream.rangeClosed(1, corpus.videos())
        .filter(isPublished)
        .mapToObj(SimulatedCorpus::videoName)
        .toList();
  }

  private boolean isEmpty() {
    return IntStream.rangeClosed(1, corpus.videos()).noneMatch(isPublished);
  }

  private List<FrameRange> ranges(String video) {
    int number = corpus.numberOf(video);
    return number == 0 || !isPublished.test(number)
        ? List.of()
        : IntStream.range(0, SEGMENTS).mapToObj(i -> range(video, i)).toList();
  }

  @Override
  public List<SimulatedObject> list(String folder) throws IOException {
    String inside = folder.equals(ROOT) ? "" : folder.substring(Math.min(folder.length(), 5));
    if (!folder.startsWith(ROOT) || isEmpty()) {
      return List.of();
    }
    return switch (inside) {
      case "" -> folders(folder, topFolders());
      case "_saliency" -> folders(folder, List.of("segments"));
      case "maps", "_saliency/segments" -> folders(folder, published());
      case "predictions" ->
          folders(folder, published().stream().map(name -> "video=" + name).toList());
      case "frame_metrics" -> tables.isPresent() ? metrics(folder) : List.of();
      default -> ofVideo(folder, inside);
    };
  }

  private List<String> topFolders() {
    return tables.isPresent()
        ? List.of("_saliency", "frame_metrics", "maps", "predictions")
        : List.of("_saliency", "maps", "predictions");
  }

  private static List<SimulatedObject> folders(String folder, List<String> names) {
    return names.stream().map(name -> SimulatedObject.folder(folder + "/" + name)).toList();
  }

  private List<SimulatedObject> metrics(String folder) {
    List<SimulatedObject> objects = new ArrayList<>();
    for (String video : published()) {
      for (FrameRange range : ranges(video)) {
        String name = video + "-" + part(range) + ".parquet";
        objects.add(file(folder + "/" + name, tables.orElseThrow().length(range), 0));
      }
    }
    return objects;
  }

  private List<SimulatedObject> ofVideo(String folder, String inside) throws IOException {
    String video = folder.substring(folder.lastIndexOf('/') + 1).replace("video=", "");
    List<SimulatedObject> objects = new ArrayList<>();
    for (FrameRange range : ranges(video)) {
      if (inside.equals("maps/" + video)) {
        for (int i = range.first(); i <= range.last(); i++) {
          String name = SimulatedCorpus.frameName(i + 1);
          objects.add(file(folder + "/" + name + ".png", MAP_BYTES, 0));
        }
      } else if (inside.equals("predictions/video=" + video)) {
        objects.add(file(folder + "/" + part(range) + ".parquet", ROWS_BYTES, 0));
      } else if (inside.equals("_saliency/segments/" + video)) {
        objects.add(file(folder + "/" + part(range) + ".json", record(range).length, 1000));
      }
    }
    return objects;
  }

  private static SimulatedObject file(String path, long length, long later) {
    return new SimulatedObject(path, false, length, WRITTEN + later);
  }

  @Override
  public Optional<SimulatedObject> find(String path) throws IOException {
    if (!path.startsWith(ROOT)) {
      return Optional.empty();
    }
    if (isEmpty()) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    String folder = path.substring(0, slash);
    String name = path.substring(slash + 1);
    return switch (folder) {
      case "" -> Optional.of(SimulatedObject.folder(path));
      case ROOT + "/maps", ROOT + "/predictions", ROOT + "/_saliency/segments" ->
          ranges(name.replace("video=", "")).isEmpty()
              ? Optional.empty()
              : Optional.of(SimulatedObject.folder(path));
      case ROOT + "/frame_metrics" ->
          Optional.ofNullable(metricsRange(name))
              .map(range -> file(path, tables.orElseThrow().length(range), 0));
      default -> list(folder).stream().filter(object -> object.path().equals(path)).findFirst();
    };
  }

  /** The range of a file of metrics; null for another name. */
  private FrameRange metricsRange(String name) {
    int dash = name.indexOf('-');
    return tables.isEmpty() || dash < 0
        ? null
        : rangeOf(name.substring(dash + 1), name.substring(0, dash));
  }

  /** The range of a part's name. */
  private FrameRange rangeOf(String part, String video) {
    return ranges(video).stream()
        .filter(range -> part.startsWith(part(range)))
        .findFirst()
        .orElse(null);
  }

  @Override
  public byte[] read(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.endsWith(".json")) {
      String folder = path.substring(0, path.lastIndexOf('/'));
      return record(rangeOf(name, folder.substring(folder.lastIndexOf('/') + 1)));
    }
    return path.contains("/frame_metrics/")
        ? tables.orElseThrow().file(metricsRange(name))
        : new byte[MAP_BYTES];
  }

  private byte[] record(FrameRange range) {
    List<String> names =
        IntStream.rangeClosed(range.first() + 1, range.last() + 1)
            .mapToObj(SimulatedCorpus::frameName)
            .toList();
    String attempt = part(range).substring(range.fileName().length() + 1);
    Published record =
        new Published(
            range,
            new Published.Attempt(attempt, RUN, 1),
            identity.of(range),
            new Published.Maps(names, (long) names.size() * MAP_BYTES, 1),
            new Published.Maps(List.of(), 0, 0),
            new Published.Maps(List.of(), 0, 0),
            new Published.Rows(names.size(), ROWS_BYTES, 1),
            tables.isPresent()
                ? new Published.Rows(names.size(), tables.get().length(range), 1)
                : new Published.Rows(0, 0, 0),
            List.of(),
            List.of(),
            tables.map(files -> files.sums(range)).orElse(null));
    return Json.write(record).getBytes(StandardCharsets.UTF_8);
  }
}
