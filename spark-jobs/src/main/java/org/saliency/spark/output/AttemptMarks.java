package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the frame that ends the processes of executors: a crash of native code, or a process killed
 * for its memory, leaves no exception.
 *
 * <p>Each attempt at a task leaves a mark, a small file, and removes it when it ends in any other
 * way than with its process. An attempt that finds the mark of an earlier one is careful: it
 * handles one frame at a time and marks it first. So the next attempt knows the frame, leaves it
 * out, and does the rest. A frame whose process also ran other tasks of which one may be to blame
 * is tried once more.
 */
public final class AttemptMarks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AttemptMarks.class);
  private static final String FOLDER = "_saliency/staging/attempts";

  /**
   * A mark.
   *
   * @param executor that runs the attempt
   * @param video video of the frame under way; empty if the attempt is not careful
   * @param frame its number
   */
  record Mark(String executor, String video, int frame) {

    boolean isOf(PlannedFrame other) {
      return video.equals(other.video()) && frame == other.index();
    }
  }

  private final OutputFolder folder;
  private final Path own;
  private final String executor;
  private final boolean isCareful;
  private final List<Mark> suspects;

  private AttemptMarks(
      OutputFolder folder, Path own, String executor, boolean isCareful, List<Mark> suspects) {
    this.folder = folder;
    this.own = own;
    this.executor = executor;
    this.isCareful = isCareful;
    this.suspects = suspects;
  }

  /** Begins the current attempt at a Spark task. */
  public static AttemptMarks begin(OutputFolder folder) {
    TaskContext task = TaskContext.get();
    SparkEnv env = SparkEnv.get();
    String name = String.valueOf(task.partitionId());
    List<Mark> earlier = List.of();
    List<Mark> suspects = List.of();
    boolean isCareful = false;
    if (task.attemptNumber() > 0) {
      earlier = folder.read(() -> marks(folder, folder.path(FOLDER + "/" + name)));
      // The other attempt of a speculative one is alive.
      int alive = env.conf().getBoolean("spark.speculation", false) ? 1 : 0;
      isCareful = earlier.size() > alive;
      suspects = isCareful ? suspects(folder, name, earlier) : List.of();
    }
    Path own = folder.path(FOLDER + "/" + name + "/" + task.taskAttemptId() + ".json");
    AttemptMarks marks = new AttemptMarks(folder, own, env.executorId(), isCareful, suspects);
    marks.write(new Mark(env.executorId(), "", 0));
    return marks;
  }

  /** The frames of earlier attempts that ended their processes. */
  private static List<Mark> suspects(OutputFolder folder, String task, List<Mark> earlier) {
    List<Mark> others = new ArrayList<>();
    folder.write(
        () -> {
          for (Entry other : folder.files().listIfExists(folder.path(FOLDER).toString())) {
            if (!other.name().equals(task)) {
              others.addAll(marks(folder, folder.path(FOLDER + "/" + other.name())));
            }
          }
        });
    return earlier.stream()
        .filter(mark -> !mark.video().isEmpty())
        .filter(
            mark ->
                others.stream().noneMatch(other -> other.executor().equals(mark.executor()))
                    || earlier.stream()
                            .filter(
                                again ->
                                    again.video().equals(mark.video())
                                        && again.frame() == mark.frame())
                            .count()
                        > 1)
        .toList();
  }

  private static List<Mark> marks(OutputFolder folder, Path task) throws IOException {
    List<Mark> marks = new ArrayList<>();
    for (Entry entry : folder.files().listIfExists(task.toString())) {
      try {
        Optional<Mark> mark =
            folder.files().readJson(HadoopFiles.child(task, entry.name()).toString(), Mark.class);
        mark.ifPresent(marks::add);
      } catch (UserException e) { // its process ended while it was written
        marks.add(new Mark("", "", 0));
      }
    }
    return marks;
  }

  /** Whether no attempt at the current Spark task may have been before this one. */
  public static boolean isFirst() {
    TaskContext task = TaskContext.get();
    return task.attemptNumber() == 0 && task.stageAttemptNumber() == 0;
  }

  /** Whether frames have to be handled one at a time, each after {@link #at}. */
  public boolean isCareful() {
    return isCareful;
  }

  /** Marks a frame before it is decoded. */
  public void at(PlannedFrame frame) {
    write(new Mark(executor, frame.video(), frame.index()));
  }

  private void write(Mark mark) {
    folder.write(() -> folder.files().write(own, Json.write(mark)));
  }

  /**
   * Checks that a frame did not end the process of an earlier attempt.
   *
   * @throws UserException if it did
   */
  public void requireHarmless(PlannedFrame frame) {
    for (Mark mark : suspects) {
      if (mark.isOf(frame)) {
        throw UserException.input(
            "%s ended the process of executor %s (crash of native code, or out of memory), so it is"
                + " left out: see the executor's log, copy or convert the file, or give executors"
                + " more memory",
            frame.image(), mark.executor());
      }
    }
  }

  /** Ends the attempt: whatever its result, its process has survived. */
  @Override
  public void close() {
    try {
      folder.files().discard(own);
    } catch (IOException | RuntimeException e) {
      LOG.warn("mark {} cannot be deleted", own, e);
    }
  }
}
