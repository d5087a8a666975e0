package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Video;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.Report.ShownFrames;
import org.saliency.spark.report.page.ShownFrame;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;

/** Chooses the frames that a report shows, and has them drawn. */
final class FrameGallery {

  private static final int EXTREMES = 4;

  private final SparkSession spark;
  private final HadoopFiles files;
  private final List<Scores> methods;
  private final List<String> notes = new ArrayList<>();

  /** A gallery of methods measured on the same videos; the first is the one that matters. */
  FrameGallery(SparkSession spark, List<Scores> methods) {
    this.spark = spark;
    this.files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    this.methods = methods;
  }

  /** The frames, as far as they and their maps can still be read; the rest is in the notes. */
  ShownFrames choose() {
    Scores main = methods.get(0);
    Footage footage = Footage.find(main.manifest(), spark, () -> MethodMaps.of(main, spark).list());
    notes.addAll(footage.notes());
    Map<String, Video> videos = measured(footage);
    if (videos.isEmpty()) {
      return new ShownFrames(List.of(), List.of(), List.of(), notes);
    }
    ExtremeFrames extremes =
        orElse(
            ExtremeFrames.NONE,
            "The best and the worst frames cannot be told: ",
            () -> ExtremeFrames.of(main, EXTREMES, spark));
    List<ChosenFrame> worst = chosen(extremes.worst(), videos);
    List<ChosenFrame> best = chosen(extremes.best(), videos);
    List<ChosenFrame> samples = samples(videos);
    Map<String, Map<ChosenFrame.Key, SaliencyMap>> mainMaps =
        maps(List.of(main), Stream.of(worst, best, samples).flatMap(List::stream).toList());
    Map<String, Map<ChosenFrame.Key, SaliencyMap>> allMaps = new LinkedHashMap<>(mainMaps);
    allMaps.putAll(maps(methods.subList(1, methods.size()), samples));
    try (FrameFiles frames = FrameFiles.of(files, footage.files())) {
      FramePictures pictures = new FramePictures(frames, footage.hasFrames(), notes);
      return new ShownFrames(
          draw(worst, mainMaps, pictures),
          draw(best, mainMaps, pictures),
          draw(samples, allMaps, pictures),
          notes);
    }
  }

  /** The videos that were found again, by name and in the order of the scores. */
  private Map<String, Video> measured(Footage footage) {
    Map<String, Video> found =
        footage.videos().stream().collect(Collectors.toMap(Video::name, Function.identity()));
    Map<String, Video> measured = new LinkedHashMap<>();
    for (Scores.Video video : methods.get(0).videos()) {
      if (found.containsKey(video.name())) {
        measured.put(video.name(), found.get(video.name()));
      } else if (!found.isEmpty()) {
        notes.add("Video " + video.name() + " is not where its run found it, and is not shown.");
      }
    }
    return measured;
  }

  private List<ChosenFrame> samples(Map<String, Video> videos) {
    FrameChoice choice = FrameChoice.of(2 + methods.size());
    List<ChosenFrame> samples = new ArrayList<>();
    for (Video video : FrameChoice.spread(List.copyOf(videos.values()), choice.videos())) {
      FrameChoice.spread(video.frames(), choice.framesPerVideo())
          .forEach(frame -> samples.add(ChosenFrame.of(video, frame, "")));
    }
    return samples;
  }

  private static List<ChosenFrame> chosen(
      List<ExtremeFrames.Extreme> extremes, Map<String, Video> videos) {
    List<ChosenFrame> chosen = new ArrayList<>();
    for (ExtremeFrames.Extreme extreme : extremes) {
      Video video = videos.get(extreme.video());
      if (video != null && extreme.index() < video.frames().size()) {
        String remark = String.format(Locale.ROOT, ", CC %.3f", extreme.cc());
        chosen.add(ChosenFrame.of(video, video.frames().get(extreme.index()), remark));
      }
    }
    return chosen;
  }

  /** The maps of frames, by method; methods whose maps are gone have none. */
  private Map<String, Map<ChosenFrame.Key, SaliencyMap>> maps(
      List<Scores> of, List<ChosenFrame> frames) {
    Map<String, Map<ChosenFrame.Key, SaliencyMap>> maps = new LinkedHashMap<>();
    for (Scores method : of) {
      maps.put(
          method.name(),
          orElse(
              Map.of(),
              "The maps of " + method.name() + " cannot be shown: ",
              () ->
                  MethodMaps.read(method, frames, spark, fault -> notes.add(fault.getMessage()))));
    }
    return maps;
  }

  private static List<ShownFrame> draw(
      List<ChosenFrame> frames,
      Map<String, Map<ChosenFrame.Key, SaliencyMap>> maps,
      FramePictures pictures) {
    return frames.stream().map(frame -> pictures.draw(frame, maps)).toList();
  }

  private <T> T orElse(T other, String fault, Supplier<T> step) {
    try {
      return step.get();
    } catch (UserException e) {
      notes.add(fault + e.getMessage());
      return other;
    }
  }
}
