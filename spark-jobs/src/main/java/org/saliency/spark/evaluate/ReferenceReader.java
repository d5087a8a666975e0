package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.map.MeanMap;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.metric.Reference;
import org.saliency.metric.RelativeFixations;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.task.JobDescription;
import org.saliency.spark.task.SparkErrors;

/**
 * Reads baseline and negatives: of a training split if one is given, else negatives of the videos
 * that are measured.
 */
final class ReferenceReader {

  /** Share of the baseline that is spread evenly, so that it is nowhere zero. */
  private static final double UNIFORM_SHARE = 0.01;

  private static final Size ANY_SIZE = new Size(1, 1);
  private static final int FRAMES_PER_TASK = 25;

  private final SparkSession spark;
  private final ReferenceSettings settings;
  private final List<Metric> metrics;
  private final TruthWidths widths;

  ReferenceReader(
      SparkSession spark, ReferenceSettings settings, List<Metric> metrics, TruthWidths widths) {
    this.spark = spark;
    this.settings = settings;
    this.metrics = metrics;
    this.widths = widths;
  }

  /** Whether a metric or floor needs a reference. */
  boolean isNeeded() {
    return settings.needsMap(metrics) || metrics.contains(Metric.SHUFFLED_AUC);
  }

  /**
   * Reads the reference.
   *
   * @param videos of the training split or, without one, those that are measured; their ground
   *     truth stands for the image
   * @throws UserException when they lack what is needed
   */
  References read(List<Video> videos) {
    List<ReferenceTask.Sample> samples = samples(spread(videos, settings.frames()));
    LinkedHashMap<String, Object> description = new LinkedHashMap<>();
    settings.baseline().ifPresent(folder -> description.put("baseline", folder));
    Reference.Baseline baseline = null;
    if (settings.needsMap(metrics)) {
      baseline = baseline(samples);
      description.put("baseline_frames", samples.stream().filter(own -> own.map() != null).count());
    }
    TreeMap<String, RelativeFixations> shuffled = new TreeMap<>();
    if (metrics.contains(Metric.SHUFFLED_AUC)) {
      shuffled = shuffled(samples);
      description.put(
          "negatives", settings.baseline().isPresent() ? "training-split" : "other-videos");
      description.put(
          "negative_count", shuffled.values().stream().mapToLong(RelativeFixations::count).sum());
      description.put("negative_seed", settings.seed());
    }
    return new References(baseline, shuffled, settings.baseline().isEmpty(), description);
  }

  /** Frames with ground truth, evenly spread over all frames. */
  static List<Video> spread(List<Video> videos, int most) {
    long all = Pairing.frames(videos);
    long count = Math.min(most, all);
    List<Video> chosen = new ArrayList<>();
    long place = 0;
    for (Video video : videos) {
      List<VideoFrame> frames = new ArrayList<>();
      for (VideoFrame frame : video.frames()) {
        if ((place + 1) * count / all > place * count / all) {
          frames.add(frame);
        }
        place++;
      }
      if (!frames.isEmpty()) {
        chosen.add(new Video(video.name(), frames, video.files()));
      }
    }
    return chosen;
  }

  private List<ReferenceTask.Sample> samples(List<Video> videos) {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.byWork(FRAMES_PER_TASK, 1));
    List<Segment> segments =
        planner.segments(
            videos.stream().map(video -> new PlannedVideo(video, ANY_SIZE, List.of())).toList());
    ReferenceTask task =
        new ReferenceTask(
            widths, new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    try (JobDescription description =
        JobDescription.set(
            spark.sparkContext(),
            "evaluate: read baseline and negatives from %d frames",
            Pairing.frames(videos))) {
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(segments, segments.size())
          .map(task)
          .collect()
          .stream()
          .flatMap(List::stream)
          .toList();
    } catch (RuntimeException e) {
      throw SparkErrors.userError(e).map(RuntimeException.class::cast).orElse(e);
    }
  }

  private Reference.Baseline baseline(List<ReferenceTask.Sample> samples) {
    MeanMap mean = new MeanMap(ReferenceTask.SIZE);
    boolean isEmpty = true;
    for (ReferenceTask.Sample sample : samples) {
      if (sample.map() != null) {
        mean.add(sample.map().map(ReferenceTask.SIZE));
        isEmpty &= Arrays.stream(sample.map().values()).allMatch(value -> value == 0);
      }
    }
    if (isEmpty) {
      throw UserException.input(
          "Training split %s has no ground-truth maps that are not black: give one with maps",
          settings.baseline().orElseThrow());
    }
    return Reference.Baseline.of(withUniformShare(mean.mean()));
  }

  private static SaliencyMap withUniformShare(SaliencyMap map) {
    double even = Arrays.stream(map.values()).average().orElseThrow();
    return new SaliencyMap(
        map.size(),
        Arrays.stream(map.values())
            .map(value -> (1 - UNIFORM_SHARE) * value + UNIFORM_SHARE * even)
            .toArray());
  }

  private TreeMap<String, RelativeFixations> shuffled(List<ReferenceTask.Sample> samples) {
    TreeMap<String, List<RelativeFixations>> byVideo = new TreeMap<>();
    for (ReferenceTask.Sample sample : samples) {
      if (sample.fixations() != null && sample.fixations().count() > 0) {
        byVideo.computeIfAbsent(sample.video(), name -> new ArrayList<>()).add(sample.fixations());
      }
    }
    boolean isTraining = settings.baseline().isPresent();
    if (byVideo.isEmpty() || (!isTraining && byVideo.size() < 2)) {
      throw isTraining
          ? UserException.input(
              "Training split %s has no fixations, which metric 'sauc' needs: give one with"
                  + " fixations, or none",
              settings.baseline().orElseThrow())
          : UserException.input(
              "Metric 'sauc' needs fixations of at least two videos, but %d has some: give a"
                  + " training split with --baseline DIR",
              byVideo.size());
    }
    int sources = isTraining ? byVideo.size() : byVideo.size() - 1;
    int limit = (settings.shuffled() + sources - 1) / sources;
    SplittableRandom random = new SplittableRandom(settings.seed());
    TreeMap<String, RelativeFixations> drawn = new TreeMap<>();
    for (Map.Entry<String, List<RelativeFixations>> video : byVideo.entrySet()) {
      RelativeFixations all = RelativeFixations.join(video.getValue());
      drawn.put(video.getKey(), all.pick(draw(all.count(), limit, random.split())));
    }
    return drawn;
  }

  /** Distinct indexes, in order: all of them, or as many as the limit. */
  static int[] draw(int count, int limit, SplittableRandom random) {
    int[] indexes = IntStream.range(0, count).toArray();
    if (count <= limit) {
      return indexes;
    }
    for (int i = 0; i < limit; i++) {
      int other = i + random.nextInt(count - i);
      int index = indexes[i];
      indexes[i] = indexes[other];
      indexes[other] = index;
    }
    int[] drawn = Arrays.copyOf(indexes, limit);
    Arrays.sort(drawn);
    return drawn;
  }
}
