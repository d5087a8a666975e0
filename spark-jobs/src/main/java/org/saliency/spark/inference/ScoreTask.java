package org.saliency.spark.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.saliency.frame.Size;
import org.saliency.spark.output.ExecutorUse;
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
    Path archive = Path.of(SparkFiles.get(recipe.archiveName()));
    Size modelSize = Size.parse(recipe.modelSize());
    TaskDevice device = TaskDevice.of(recipe.device());
    try (SharedModels.Lease lease =
        SharedModels.lease(archive, recipe.archiveHash(), modelSize, device)) {
      ScorePipeline pipeline = new ScorePipeline(recipe, lease.model(), TaskContext.get().cpus());
      TaskOutcome outcome = pipeline.score(segments);
      framesDone.add(segments.stream().mapToLong(segment -> segment.range().length()).sum());
      return List.of(new ScoredTask(outcome, use(device, outcome))).iterator();
    }
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
