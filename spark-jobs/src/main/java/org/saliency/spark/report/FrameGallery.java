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

/** Chooses the frames that a report shows and draws them. */
final class FrameGallery {

  private static final int EXTREMES = 4;

  private final SparkSession spark;
  private final HadoopFiles files;
  private final List<Scores> methods;
  private final List<String> notes = new ArrayList<>();

  /** A gallery of methods measured on the same videos; the first is the main one. */
  FrameGallery(SparkSession spark, List<Scores> methods) {
    this.spark = spark;
    this.files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    this.methods = methods;
  }

  /** Frames that can still be read with their maps; the notes list the others. */
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
            "The best and worst frames cannot be determined: ",
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

  /** Videos that are still there, by name, in the order of the scores. */
  private Map<String, Video> measured(Footage footage) {
    Map<String, Video> found =
        footage.videos().stream().collect(Collectors.toMap(Video::name, Function.identity()));
    Map<String, Video> measured = new LinkedHashMap<>();
    for (Scores.Video video : methods.get(0).videos()) {
      if (found.containsKey(video.name())) {
        measured.put(video.name(), found.get(video.name()));
      } else if (!found.isEmpty()) {
        notes.add(
            "Video " + video.name() + " is no longer where its run read it, and is not shown.");
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

  /** Maps of frames by method; empty for methods whose maps are gone. */
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
                  MethodMaps.read(method, frames, spark, error -> notes.add(error.getMessage()))));
    }
    return maps;
  }

  private static List<ShownFrame> draw(
      List<ChosenFrame> frames,
      Map<String, Map<ChosenFrame.Key, SaliencyMap>> maps,
      FramePictures pictures) {
    return frames.stream().map(frame -> pictures.draw(frame, maps)).toList();
  }

  private <T> T orElse(T other, String prefix, Supplier<T> step) {
    try {
      return step.get();
    } catch (UserException e) {
      notes.add(prefix + e.getMessage());
      return other;
    }
  }
}
