package org.saliency.spark.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.saliency.frame.Size;
import org.saliency.spark.output.ExecutorUse;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.Segment;

/** Scores the segments of a task: the whole of what runs on executors. */
public final class ScoreTask implements FlatMapFunction<Iterator<List<Segment>>, ScoredTask> {

  private static final long serialVersionUID = 1L;

  private final ScoreRecipe recipe;
  private final LongAccumulator framesDone;

  /**
   * A task that follows a recipe.
   *
   * @param framesDone counts frames for the driver's progress bar
   */
  public ScoreTask(ScoreRecipe recipe, LongAccumulator framesDone) {
    this.recipe = recipe;
    this.framesDone = framesDone;
  }

  @Override
  public Iterator<ScoredTask> call(Iterator<List<Segment>> tasks)
      throws IOException, InterruptedException {
    List<Segment> segments = tasks.next();
    List<SegmentOutcome> earlier = publishedEarlier(segments);
    Set<FrameRange> done = earlier.stream().map(SegmentOutcome::range).collect(Collectors.toSet());
    List<Segment> left = segments.stream().filter(s -> !done.contains(s.range())).toList();
    Path archive = Path.of(SparkFiles.get(recipe.archiveName()));
    Size modelSize = Size.parse(recipe.modelSize());
    TaskDevice device = TaskDevice.of(recipe.device());
    try (SharedModels.Lease lease =
        SharedModels.lease(archive, recipe.archiveHash(), modelSize, device)) {
      ScorePipeline pipeline = new ScorePipeline(recipe, lease.model(), TaskContext.get().cpus());
      TaskOutcome outcome = pipeline.score(left);
      ExecutorMetrics.add(outcome);
      framesDone.add(segments.stream().mapToLong(segment -> segment.range().length()).sum());
      return List.of(new ScoredTask(outcome.with(earlier), use(device, outcome))).iterator();
    }
  }

  /** What earlier attempts at this task have published before they ended. */
  private List<SegmentOutcome> publishedEarlier(List<Segment> segments) {
    TaskContext context = TaskContext.get();
    if (context.attemptNumber() == 0 && context.stageAttemptNumber() == 0) {
      return List.of();
    }
    OutputFolder folder = new OutputFolder(recipe.output(), recipe.hadoop().value());
    return segments.stream()
        .flatMap(segment -> folder.published(segment.range()).stream())
        .map(published -> new SegmentOutcome(published.range(), published.bad()))
        .toList();
  }

  private static ExecutorUse use(TaskDevice device, TaskOutcome outcome) {
    SharedModels.Counts models = SharedModels.counts();
    return new ExecutorUse(
        SparkEnv.get().executorId(),
        SparkEnv.get().blockManager().blockManagerId().host(),
        outcome.device(),
        device.address(),
        models.opened(),
        models.closed());
  }
}
