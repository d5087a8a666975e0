package org.saliency.spark.report.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.results.FrameScores;
import org.saliency.spark.results.MeasuredFolder;
import org.saliency.spark.results.MeasurementNotes;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;

/**
 * Reports about made-up videos. Method 0 is better than method 1 by 0.1 in each frame; method 2, a
 * floor, equals method 1 in half of the videos; a method named {@link #CEILING} is a ceiling. In
 * each video, values fall with the frame's index by 0.1 in all.
 *
 * @param videos names of the videos
 * @param methods names of the methods
 * @param frames number of frames of each video
 * @param pictureStep frames from one picture to the next
 */
record SyntheticReport(List<String> videos, List<String> methods, int frames, int pictureStep) {

  /** The name of the ceiling. */
  static final String CEILING = "half of the viewers";

  private static final Size SIZE = new Size(320, 180);

  /** The quality of a frame, equal to its NSS, SIM and CC. */
  double quality(int method, int video, int frame) {
    double ofMethod = method == 0 ? 0.1 : method == 2 && video % 2 == 1 ? -0.1 : 0;
    double ofPair = method == 0 ? 0.002 * (video % 3) : 0;
    return 0.5 + 0.02 * video + ofMethod + ofPair - 0.1 * frame / frames;
  }

  /** The report; writes tables of the methods into a folder. */
  Report in(Path folder) {
    HadoopFiles files = new HadoopFiles(new Configuration());
    List<Scores> scores = new ArrayList<>();
    for (int method = 0; method < methods.size(); method++) {
      MeasuredFolder measured = new MeasuredFolder(folder.resolve("method" + method));
      for (int video = 0; video < videos.size(); video++) {
        for (int frame = 0; frame < frames; frame++) {
          double quality = quality(method, video, frame);
          measured.frame(videos.get(video), frame, quality, Optional.of(2 - quality));
        }
      }
      Scores read = Scores.read(files, measured.write()).named(methods.get(method));
      scores.add(noted(read, method));
    }
    MeanMaps mean = new MeanMaps(SmallMap.sizeFor(SIZE), 1 + methods.size());
    VideoPictures first = pictures(mean);
    List<VideoPictures> pictures = videos.stream().map(video -> renamed(video, first)).toList();
    return new Report(
        scores,
        List.of("A warning about <b>frames</b>"),
        Map.of("motion", motion()),
        new Report.Frames(
            scores.stream().map(own -> Optional.of(FrameScores.read(files, own))).toList(),
            pictures,
            Optional.of(mean),
            List.of(area()),
            Map.of("cuts", cuts()),
            List.of()));
  }

  private AreaResult area() {
    return new AreaResult(
        new Area(videos.get(0), "logo <i>", 0, 2, new Area.Box(new Size(40, 20), 10, 5)),
        List.of(0, 1, 2),
        IntStream.rangeClosed(0, methods.size())
            .mapToObj(row -> List.of(0.1 * row, 0.2, Double.NaN))
            .toList());
  }

  /** As many as the place of the video, from 0. */
  private Map<String, Double> cuts() {
    Map<String, Double> cuts = new TreeMap<>();
    for (int i = 0; i < videos.size(); i++) {
      cuts.put(videos.get(i), (double) i);
    }
    return cuts;
  }

  /** Fast for every second video. */
  private Map<String, String> motion() {
    Map<String, String> motion = new TreeMap<>();
    for (int i = 0; i < videos.size(); i += 2) {
      motion.put(videos.get(i), "fast <i>");
    }
    return motion;
  }

  private static Scores noted(Scores scores, int method) {
    String floor = method == 2 ? "center_prior" : null;
    String ceiling = scores.name().equals(CEILING) ? "half-viewers" : null;
    return new Scores(
        scores.name(),
        scores.folder(),
        scores.manifest(),
        scores.profile(),
        scores.means(),
        scores.undefinedFrames(),
        scores.frames(),
        scores.coverage(),
        new MeasurementNotes(0, Map.of(), floor, ceiling, null, List.of(), null),
        scores.videos());
  }

  private static VideoPictures renamed(String video, VideoPictures other) {
    return new VideoPictures(
        video, other.shown(), other.mapSize(), other.rate(), other.clips(), other.frames());
  }

  /** The pictures of each video. */
  private VideoPictures pictures(MeanMaps mean) {
    int clipFrames = Math.min(12, frames);
    Map<Integer, Integer> levels = new TreeMap<>();
    for (int frame = 0; frame < clipFrames; frame++) {
      levels.put(frame, 5);
    }
    for (int frame = 0; frame < frames; frame += pictureStep) {
      levels.put(frame, 1);
    }
    levels.put(0, 0);
    levels.put(frames - 1, 0);
    List<EmbeddedFrame> all = new ArrayList<>();
    levels.forEach((frame, level) -> all.add(picture(frame, level, mean)));
    return new VideoPictures(
        videos.get(0),
        EmbeddedFrame.shownSize(SIZE),
        SmallMap.sizeFor(SIZE),
        25,
        List.of(new VideoPictures.Clip(5, 0, clipFrames - 1)),
        all);
  }

  private EmbeddedFrame picture(int frame, int level, MeanMaps mean) {
    double place = (double) frame / frames;
    List<Optional<SmallMap>> maps = new ArrayList<>();
    for (int row = 0; row <= methods.size(); row++) {
      double shift = 0.06 * row;
      maps.add(Optional.of(SmallMap.of(blob(0.2 + 0.6 * place + shift), SmallMap.sizeFor(SIZE))));
    }
    mean.add(maps);
    int column = (int) ((0.2 + 0.6 * place) * SIZE.width());
    return new EmbeddedFrame(
        frame,
        "f" + frame + "</script>",
        level,
        Optional.of(EmbeddedFrame.photo(photo(frame))),
        MapStack.of(maps),
        Optional.of(
            EmbeddedFrame.places(
                new Fixations(SIZE, new int[] {90, 80}, new int[] {column, column}))));
  }

  /** A Gaussian at a share of the width. */
  private static SaliencyMap blob(double across) {
    Size small = new Size(96, 54);
    double[] values = new double[small.pixels()];
    for (int i = 0; i < values.length; i++) {
      double x = (i % 96) / 96.0 - across;
      double y = (i / 96) / 96.0 - 0.28;
      values[i] = Math.exp(-60 * (x * x + y * y));
    }
    return new SaliencyMap(small, values);
  }

  /** Waves with some noise, about as detailed as a photo. */
  private static Frame photo(int frame) {
    SplittableRandom random = new SplittableRandom(frame);
    byte[] rgb = new byte[3 * SIZE.pixels()];
    for (int i = 0; i < SIZE.pixels(); i++) {
      int x = i % SIZE.width() + frame;
      int y = i / SIZE.width();
      double wave = Math.sin(x * 0.07) + Math.sin(y * 0.11) + Math.sin(0.002 * x * y);
      for (int channel = 0; channel < 3; channel++) {
        double value = 120 + 28 * wave + 20 * channel + 24 * random.nextDouble();
        rgb[3 * i + channel] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    return new Frame(SIZE, rgb);
  }
}
