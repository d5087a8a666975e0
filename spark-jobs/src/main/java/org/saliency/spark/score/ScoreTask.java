package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.saliency.frame.ScaledFrame;
import org.saliency.pytorch.BatchHalving;
import org.saliency.spark.output.AttemptMarks;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.pipeline.BatchPredictor;
import org.saliency.spark.pipeline.PipelineLimits;
import org.saliency.spark.pipeline.PredictionPipeline;
import org.saliency.spark.pipeline.TaskStageTimer;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.results.ExecutorUse;
import org.saliency.spark.score.ScoreSteps.SegmentFrame;
import org.saliency.spark.serving.ModelCache;
import org.saliency.spark.serving.TaskDevice;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.DeviceUse;
import org.saliency.spark.task.TaskProgress;
import org.saliency.spark.task.TaskStages;

/**
 * Scores the segments of a task on an executor.
 *
 * @param recipe model, device and output
 * @param progress counters updated while tasks run
 */
record ScoreTask(ScoreRecipe recipe, TaskProgress progress)
    implements FlatMapFunction<Iterator<List<Segment>>, ScoredTask> {

  /** Activities whose time is counted. */
  static final Set<Activity> ACTIVITIES =
      EnumSet.of(
          Activity.DECODE,
          Activity.PREDICT,
          Activity.WRITE,
          Activity.WAIT_DECODE,
          Activity.WAIT_WRITE);

  @Override
  public Iterator<ScoredTask> call(Iterator<List<Segment>> tasks)
      throws IOException, InterruptedException {
    List<Segment> segments = tasks.next();
    OutputFolder folder = new OutputFolder(recipe.output(), recipe.hadoop().value());
    List<SegmentOutcome> outcomes = new ArrayList<>(publishedEarlier(folder, segments));
    outcomes.forEach(segment -> progress.published(segment.range().length(), segment.bad().size()));
    Set<FrameRange> done = outcomes.stream().map(SegmentOutcome::range).collect(Collectors.toSet());
    List<Segment> left = segments.stream().filter(s -> !done.contains(s.range())).toList();
    TaskDevice device = TaskDevice.of(recipe.device());
    try (AttemptMarks marks = AttemptMarks.begin(folder);
        ModelCache.Lease lease = recipe.model().lease(device);
        TaskStages stages = TaskStages.open(progress, device, recipe.stallSeconds());
        PredictionPipeline<SegmentFrame, ScaledFrame, SegmentOutcome> pipeline =
            pipeline(left, lease.model(), marks, stages)) {
      outcomes.addAll(pipeline.drain());
      ExecutorUse use = use(device, lease.model(), stages.deviceSeconds());
      return List.of(new ScoredTask(outcomes, use, pipeline.counts())).iterator();
    }
  }

  private PredictionPipeline<SegmentFrame, ScaledFrame, SegmentOutcome> pipeline(
      List<Segment> segments, BatchHalving model, AttemptMarks marks, TaskStages stages) {
    TaskContext context = TaskContext.get();
    return new PredictionPipeline<>(
        ScoreSteps.frames(segments, recipe.predictEvery(), marks),
        new ScoreSteps(recipe, segments, marks, stages),
        new BatchPredictor(model, recipe.batchSize(), recipe.model().window(), context.cpus()),
        marks.isCareful()
            ? PipelineLimits.oneByOne()
            : PipelineLimits.ofTask(recipe.batchSize(), recipe.predictEvery(), context.cpus()),
        new TaskStageTimer(stages, Activity.WRITE, Optional.of(Activity.WAIT_WRITE)),
        context::killTaskIfInterrupted);
  }

  /** The segments that earlier attempts at this task published before they ended. */
  private List<SegmentOutcome> publishedEarlier(OutputFolder folder, List<Segment> segments) {
    if (AttemptMarks.isFirst()) {
      return List.of();
    }
    return segments.stream()
        .flatMap(segment -> folder.published(segment.range(), recipe.run()).stream())
        .map(published -> new SegmentOutcome(published.range(), published.bad()))
        .toList();
  }

  private ExecutorUse use(TaskDevice device, BatchHalving model, DeviceUse.Seconds seconds) {
    ModelCache.Counts models = ModelCache.counts();
    return new ExecutorUse(
        SparkEnv.get().executorId(),
        SparkEnv.get().blockManager().blockManagerId().host(),
        model.device(),
        device.address(),
        Math.min(recipe.batchSize(), model.limit().orElse(Integer.MAX_VALUE)),
        models.opened(),
        models.closed(),
        seconds.assigned(),
        seconds.busyShare());
  }
}
