package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Frames and stage times in Spark's UI, Spark's metrics and the manifest. */
class ScoreMetricsIT {

  private static final Size SMALL = new Size(64, 36);
  private static final int FRAMES = 16;

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();
  private final UserInterface ui = new UserInterface();

  @BeforeAll
  static void makeModelAndVideos() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos = new TinyVideos(shared.resolve("videos"), 5).add("a", FRAMES, SMALL).folder();
  }

  @BeforeEach
  void watch() {
    WatchedFiles.register(spark.sparkContext().hadoopConfiguration());
    spark.sparkContext().addSparkListener(ui);
  }

  @AfterEach
  void unwatch() {
    WatchedFiles.unwatch();
    spark.sparkContext().removeSparkListener(ui);
  }

  /** The accumulators shown in Spark's UI, while tasks run and after they ended. */
  private static final class UserInterface extends SparkListener {

    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Map<String, Long> ended = new ConcurrentHashMap<>();

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
      CollectionConverters.asJava(update.accumUpdates()).forEach(task -> note(task._4(), running));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      note(end.taskInfo().accumulables(), ended);
    }

    private static void note(Iterable<AccumulableInfo> updates, Map<String, Long> values) {
      for (AccumulableInfo info : CollectionConverters.asJava(updates)) {
        if (info.name().isDefined()
            && info.update().isDefined()
            && info.update().get() instanceof Long value) {
          values.put(info.name().get(), value);
        }
      }
    }
  }

  /** Scores in one task, frame by frame, and returns the stage times of the manifest. */
  private Map<String, Double> score() throws InterruptedException {
    return ScoreJobs.of(
            spark,
            model,
            WatchedFiles.uri(videos),
            WatchedFiles.uri(folder.resolve("out")),
            Optional.empty(),
            "tasks=1",
            "batch-size=1",
            "formats=png")
        .run()
        .manifest()
        .stageSeconds();
  }

  /** Returns a counter of Spark's metrics, which the first task of the JVM registers. */
  private static long counter(String name) {
    Seq<Source> sources = SparkEnv.get().metricsSystem().getSourcesByName("saliency");
    return sources.isEmpty() ? 0 : sources.head().metricRegistry().counter(name).getCount();
  }

  private static double deviceBusyShare() {
    Source source = SparkEnv.get().metricsSystem().getSourcesByName("saliency").head();
    return (Double) source.metricRegistry().getGauges().get("device.busy_share").getValue();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      pause(5);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void uiMetricsAndManifestAgree() throws Exception {
    List<String> activities = List.of("decode", "predict", "write", "wait_decode", "wait_write");
    long framesBefore = counter("frames.done");
    List<Long> before = activities.stream().map(a -> counter("milliseconds." + a)).toList();

    Map<String, Double> manifest = score();

    await(() -> ui.ended.containsKey("frames scored"));
    assertThat(ui.ended).containsEntry("frames scored", (long) FRAMES);
    assertThat(counter("frames.done")).isEqualTo(framesBefore + FRAMES);
    List<String> words =
        List.of("decoding", "predicting", "writing", "waiting for frames", "waiting for writers");
    for (int i = 0; i < activities.size(); i++) {
      String activity = activities.get(i);
      double shown = ui.ended.get("milliseconds " + words.get(i));
      assertThat(counter("milliseconds." + activity) - before.get(i)).isEqualTo((long) shown);
      assertThat(manifest.get("tasks_" + activity) * 1000).isCloseTo(shown, within(1.5));
    }
    assertThat(manifest.get("tasks_predict")).isPositive();
    assertThat(deviceBusyShare()).isBetween(1e-6, 1.0);
  }

  @Test
  void countersMoveWhileATaskRunsAndAMissingFrameCountsAsWaiting() throws Exception {
    long before = counter("frames.done");
    long predicting = counter("milliseconds.predict");
    List<Double> busyShares = new CopyOnWriteArrayList<>();
    AtomicLong stalledNanos = new AtomicLong();
    String last = String.format(Locale.ROOT, "%04d.png", FRAMES);
    WatchedFiles.watch(
        file -> {
          if (file.getName().equals(last) && Thread.currentThread().getName().equals("decode")) {
            await(() -> counter("frames.done") == before + FRAMES - 1);
            long since = System.nanoTime();
            await(() -> ui.running.getOrDefault("frames scored", 0L) == FRAMES - 1);
            busyShares.add(deviceBusyShare());
            pause(300);
            busyShares.add(deviceBusyShare());
            stalledNanos.set(System.nanoTime() - since);
          }
        },
        WatchedFiles::nothing);

    Map<String, Double> manifest = score();

    assertThat(counter("frames.done")).isEqualTo(before + FRAMES);
    assertThat(ui.running.get("frames scored")).isBetween(FRAMES - 1L, (long) FRAMES);
    assertThat(ui.running.get("milliseconds predicting")).isPositive();
    assertThat(counter("milliseconds.predict")).isGreaterThan(predicting);
    assertThat(stalledNanos.get()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(299));
    assertThat(busyShares.get(1)).isLessThan(busyShares.get(0));
    double stalled = stalledNanos.get() / 1e9;
    assertThat(manifest.get("tasks_wait_decode")).isGreaterThan(stalled - 0.01);
    assertThat(manifest.get("tasks_decode")).isGreaterThan(stalled - 0.01);
    assertThat(manifest.get("tasks_predict")).isLessThan(manifest.get("score") - stalled);
  }

  @Test
  void slowOutputCountsAsWaitingForWriters() throws Exception {
    int perMap = 150;
    WatchedFiles.watch(
        WatchedFiles::nothing,
        file -> {
          if (file.getName().endsWith(".png")) {
            pause(perMap);
          }
        });

    Map<String, Double> manifest = score();

    double slow = FRAMES * perMap / 1000.0;
    assertThat(manifest.get("tasks_write")).isGreaterThan(slow);
    // All frames may be decoded and predicted while the first maps are written.
    assertThat(manifest.get("tasks_wait_write"))
        .isGreaterThan(slow - manifest.get("tasks_predict") - manifest.get("tasks_wait_decode"))
        .isGreaterThan(manifest.get("tasks_wait_decode"));
  }
}
