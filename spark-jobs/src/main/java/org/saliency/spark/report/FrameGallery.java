package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.metric.Metric;
import org.saliency.spark.report.page.Area;
import org.saliency.spark.report.page.EmbeddedFrame;
import org.saliency.spark.report.page.MapStack;
import org.saliency.spark.report.page.MeanMaps;
import org.saliency.spark.report.page.Report.Frames;
import org.saliency.spark.report.page.SmallMap;
import org.saliency.spark.report.page.VideoPictures;
import org.saliency.spark.results.FrameScores;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.video.FrameRate;
import org.saliency.video.VideoIndex;

/** Reads the values of all frames, and the pictures of the frames that a report shows. */
final class FrameGallery {

  private static final int EXTREMES = 8;

  /** Frames per second of clips from image files, which have no rate. */
  private static final double IMAGE_RATE = 25;

  private final SparkSession spark;
  private final HadoopFiles files;
  private final List<Scores> methods;
  private final List<Area> areas;
  private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());

  /**
   * A gallery.
   *
   * @param methods measured on the same videos; the first is the main one
   * @param areas of interest
   */
  FrameGallery(SparkSession spark, List<Scores> methods, List<Area> areas) {
    this.spark = spark;
    this.files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    this.methods = methods;
    this.areas = areas;
  }

  private record Drawn(VideoPictures pictures, MeanMaps mean, Map<String, Double> measures) {}

  /** Values, and pictures of frames that can still be read; the notes list the others. */
  Frames read() {
    List<Optional<FrameScores>> scores = methods.stream().map(this::scores).toList();
    Scores main = methods.get(0);
    Footage footage = Footage.find(main.manifest(), spark, () -> MethodMaps.of(main, spark).list());
    notes.addAll(footage.notes());
    Collection<Video> videos = measured(footage);
    FrameChoice.Choice choice =
        FrameChoice.of(2 + methods.size(), videos.size()).choose(videos, extremes(scores));
    Optional<Double> truthSigma = Optional.ofNullable(main.notes().truthSigma());
    try (FrameReader reader = new FrameReader(files, footage, truthSigma, notes::add)) {
      Map<String, Size> sizes = new ConcurrentHashMap<>();
      videos.forEach(video -> reader.size(video).ifPresent(size -> sizes.put(video.name(), size)));
      AreaShares shares = new AreaShares(areas, videos);
      shares.requireWithin(sizes);
      List<Map<ChosenFrame.Key, SmallMap>> maps = maps(choice, sizes, shares);
      shares.addTruth(reader, sizes);
      List<Video> sized = videos.stream().filter(own -> sizes.containsKey(own.name())).toList();
      Optional<Size> meanSize = meanSize(sizes.values());
      List<Drawn> drawn =
          Parallel.map(
              sized,
              video ->
                  draw(
                      video,
                      choice,
                      sizes.get(video.name()),
                      maps,
                      reader,
                      new MeanMaps(meanSize.orElseThrow(), 1 + methods.size())));
      return new Frames(
          scores,
          drawn.stream().map(Drawn::pictures).toList(),
          drawn.stream().map(Drawn::mean).reduce(MeanMaps::merged).filter(MeanMaps::hasMaps),
          shares.results(methods.size()),
          measures(drawn),
          List.copyOf(notes));
    }
  }

  private Optional<FrameScores> scores(Scores method) {
    return attempt("The values of frames cannot be shown: ", () -> FrameScores.read(files, method));
  }

  /** The extreme frames in CC, or in the first metric without CC. */
  private Set<ExtremeFrames.Extreme> extremes(List<Optional<FrameScores>> scores) {
    List<Metric> metrics = methods.get(0).profile().metrics();
    Metric metric = metrics.contains(Metric.CC) ? Metric.CC : metrics.get(0);
    List<String> videos = methods.get(0).videos().stream().map(Scores.Video::name).toList();
    return new ExtremeFrames(videos, metric, EXTREMES)
        .all(scores.stream().flatMap(Optional::stream).toList());
  }

  /** Videos that are still there, in the order of the scores. */
  private List<Video> measured(Footage footage) {
    Map<String, Video> found =
        footage.videos().stream().collect(Collectors.toMap(Video::name, Function.identity()));
    List<Video> measured = new ArrayList<>();
    for (Scores.Video video : methods.get(0).videos()) {
      if (found.containsKey(video.name())) {
        measured.add(found.get(video.name()));
      } else if (!found.isEmpty()) {
        notes.add(
            "Video " + video.name() + " is no longer where its run read it, and is not shown.");
      }
    }
    return measured;
  }

  /**
   * Small maps of each method; empty for methods whose maps are gone.
   *
   * @param sizes of frames by video; receives the sizes of maps for videos without one
   */
  private List<Map<ChosenFrame.Key, SmallMap>> maps(
      FrameChoice.Choice choice, Map<String, Size> sizes, AreaShares shares) {
    Set<ChosenFrame.Key> keys =
        choice.frames().values().stream()
            .flatMap(frames -> frames.values().stream())
            .map(ChosenFrame::key)
            .collect(Collectors.toSet());
    return Parallel.map(methods, method -> maps(method, keys, sizes, shares));
  }

  private Map<ChosenFrame.Key, SmallMap> maps(
      Scores method, Set<ChosenFrame.Key> chosen, Map<String, Size> sizes, AreaShares shares) {
    Map<ChosenFrame.Key, SmallMap> maps = new ConcurrentHashMap<>();
    int row = 1 + methods.indexOf(method);
    Set<ChosenFrame.Key> keys = new HashSet<>(chosen);
    keys.addAll(shares.keys());
    if (!keys.isEmpty()) {
      attempt(
          "The maps of " + method.name() + " cannot be shown: ",
          () -> {
            MethodMaps.read(
                method,
                keys,
                spark,
                (key, map) -> {
                  Size size = sizes.computeIfAbsent(key.video(), video -> map.size());
                  shares.add(row, key, map, size);
                  if (chosen.contains(key)) {
                    maps.put(key, SmallMap.of(map, SmallMap.sizeFor(size)));
                  }
                },
                error -> notes.add(error.getMessage()));
            return maps;
          });
    }
    return maps;
  }

  /** The size of small maps that most videos have; empty without videos. */
  private static Optional<Size> meanSize(Collection<Size> sizes) {
    return sizes.stream()
        .sorted(Comparator.comparingInt(Size::width).thenComparingInt(Size::height))
        .collect(
            Collectors.groupingBy(SmallMap::sizeFor, LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  private Drawn draw(
      Video video,
      FrameChoice.Choice choice,
      Size size,
      List<Map<ChosenFrame.Key, SmallMap>> maps,
      FrameReader reader,
      MeanMaps mean) {
    Size mapSize = SmallMap.sizeFor(size);
    List<EmbeddedFrame> frames = new ArrayList<>();
    MotionSample motion = new MotionSample(video, choice.frames().get(video.name()).values());
    VideoMeasures measures = new VideoMeasures();
    for (ChosenFrame chosen : choice.frames().get(video.name()).values()) {
      FrameReader.Content content = reader.read(chosen.frame(), size, mapSize);
      List<Optional<SmallMap>> rows = new ArrayList<>(List.of(content.truth()));
      IntStream.range(0, methods.size())
          .forEach(i -> rows.add(Optional.ofNullable(maps.get(i).get(chosen.key()))));
      if (chosen.isSpread()) {
        mean.add(rows);
        measures.add(content.sketch(), content.truth());
        content
            .sketch()
            .ifPresent(
                sketch ->
                    motion
                        .next(chosen.frame())
                        .flatMap(reader::sketch)
                        .ifPresent(next -> measures.addNext(sketch, next)));
      }
      if (content.isEmpty() && rows.stream().allMatch(Optional::isEmpty)) {
        continue;
      }
      frames.add(
          new EmbeddedFrame(
              chosen.frame().index(),
              chosen.frame().name(),
              chosen.level(),
              content.photo(),
              MapStack.of(rows),
              content.fixations()));
    }
    double rate =
        video.footage().map(VideoIndex::frameRate).map(FrameRate::perSecond).orElse(IMAGE_RATE);
    return new Drawn(
        new VideoPictures(
            video.name(),
            EmbeddedFrame.shownSize(size),
            mapSize,
            rate,
            choice.clips().getOrDefault(video.name(), List.of()),
            frames),
        mean,
        measures.values());
  }

  /** The values of each measure by video. */
  private static Map<String, Map<String, Double>> measures(List<Drawn> drawn) {
    Map<String, Map<String, Double>> measures = new LinkedHashMap<>();
    for (String name : List.of(VideoMeasures.MOTION, VideoMeasures.CUTS, VideoMeasures.SPREAD)) {
      for (Drawn video : drawn) {
        Double value = video.measures().get(name);
        if (value != null) {
          measures
              .computeIfAbsent(name, key -> new LinkedHashMap<>())
              .put(video.pictures().video(), value);
        }
      }
    }
    return measures;
  }

  private <T> Optional<T> attempt(String prefix, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserException e) {
      notes.add(prefix + e.getMessage());
      return Optional.empty();
    }
  }
}
