package org.saliency.spark.pipeline;

import java.util.Optional;
import java.util.function.Supplier;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.Span;
import org.saliency.spark.task.TaskStages;

/**
 * Reports the stages of a pipeline as activities of a Spark task.
 *
 * @param stages stages of the task; closed by their owner
 * @param finish activity of the last stage
 * @param waitForFinish activity of waiting for the last stage; empty if it is not reported
 */
public record TaskStageTimer(TaskStages stages, Activity finish, Optional<Activity> waitForFinish)
    implements StageTimer {

  @Override
  public Span work(Stage stage, Supplier<String> place) {
    Activity activity =
        switch (stage) {
          case DECODE -> Activity.DECODE;
          case PREDICT -> Activity.PREDICT;
          case FINISH -> finish;
        };
    return stages.work(activity, place);
  }

  @Override
  public Span waiting(Stage stage) {
    Optional<Activity> activity =
        stage == Stage.DECODE ? Optional.of(Activity.WAIT_DECODE) : waitForFinish;
    return activity.map(stages::waiting).orElse(() -> {});
  }

  @Override
  public Span pause() {
    return stages.rest();
  }
}
