package org.saliency.spark.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.saliency.frame.Size;
import org.saliency.spark.plan.Segment;
import org.saliency.torchscript.PyTorch;

/** Scores the segments of a task: the whole of what runs on executors. */
public final class ScoreTask implements FlatMapFunction<Iterator<List<Segment>>, TaskOutcome> {

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
  public Iterator<TaskOutcome> call(Iterator<List<Segment>> tasks)
      throws IOException, InterruptedException {
    List<Segment> segments = tasks.next();
    Path archive = Path.of(SparkFiles.get(recipe.archiveName()));
    Size modelSize = Size.parse(recipe.modelSize());
    try (SharedModels.Lease lease =
        SharedModels.lease(archive, modelSize, PyTorch.device(recipe.device()))) {
      ScorePipeline pipeline = new ScorePipeline(recipe, lease.model(), TaskContext.get().cpus());
      TaskOutcome outcome = pipeline.score(segments);
      framesDone.add(segments.stream().mapToLong(segment -> segment.range().length()).sum());
      return List.of(outcome).iterator();
    }
  }
}
