package org.saliency.spark.status;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.saliency.spark.output.FolderReader.Lease;
import org.saliency.spark.output.FolderReader.Segment;
import org.saliency.spark.output.FolderReader.WrittenPlan;
import org.saliency.spark.output.LeaseHolder;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.output.RunPhase;
import org.saliency.spark.output.RunPlan;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.status.RunStatus.HeldLease;
import org.saliency.spark.status.RunStatus.Phase;
import org.saliency.spark.status.RunStatus.State;

/** Derives the status of a run from what was found in its folder. */
final class Assessment {

  private static final String EVALUATE = "evaluate";

  private final Observation observed;
  private final String run;
  private final String command;
  private final List<Segment> own;

  private Assessment(Observation observed) {
    this.observed = observed;
    this.run = observed.run();
    this.command = command(observed, run);
    this.own = observed.segments().stream().filter(s -> s.run().equals(run)).toList();
  }

  static RunStatus of(Observation observed) {
    Assessment assessment = new Assessment(observed);
    return observed.isFinished() ? assessment.finished() : assessment.unfinished();
  }

  private static String command(Observation observed, String run) {
    return observed
        .manifest()
        .map(Manifest::command)
        .or(() -> observed.planOf(run).map(found -> found.plan().command()))
        .or(() -> observed.owner().map(OutputOwner::command))
        .orElse("run");
  }

  private RunStatus finished() {
    Manifest manifest = observed.manifest().orElseThrow();
    State state = State.valueOf(manifest.status().name());
    boolean isFailed = state == State.FAILED;
    Long done = isFailed ? done() : manifest.counts().get("done");
    return new RunStatus(
        state,
        command,
        null,
        run,
        manifest.started(),
        manifest.finished(),
        videos(),
        isFailed ? planned() : manifest.counts().get("planned"),
        done,
        isFailed ? resumed() : manifest.counts().get("resumed"),
        isFailed ? bad() : manifest.counts().get("bad"),
        isFailed ? remaining() : null,
        meanRate(manifest, done),
        null,
        lease(),
        manifest.inputs(),
        manifest.exitCode(),
        manifest.error(),
        manifest.errorKind());
  }

  /** Mean over the run; null if it did nothing. */
  private static Double meanRate(Manifest manifest, Long done) {
    Double seconds =
        manifest.stageSeconds().get(EVALUATE.equals(manifest.command()) ? "measure" : "score");
    return done == null || done == 0 || seconds == null || seconds <= 0 ? null : done / seconds;
  }

  private RunStatus unfinished() {
    boolean isRunning = observed.isRunning();
    Phase phase = isRunning ? phase() : null;
    OptionalDouble rate = phase == Phase.SCORE ? rate() : OptionalDouble.empty();
    Long remaining = remaining();
    return new RunStatus(
        isRunning ? State.RUNNING : State.INTERRUPTED,
        command,
        phase,
        run.isEmpty() ? null : run,
        observed.lease().flatMap(Lease::holder).map(LeaseHolder::since).orElse(null),
        null,
        videos(),
        planned(),
        done(),
        resumed(),
        bad(),
        remaining,
        rate.isPresent() ? rate.getAsDouble() : null,
        rate.isPresent() && remaining != null ? Math.round(remaining / rate.getAsDouble()) : null,
        lease(),
        observed.owner().map(OutputOwner::inputs).orElse(null),
        null,
        null,
        null);
  }

  private boolean isEvaluation() {
    return EVALUATE.equals(command);
  }

  private Phase phase() {
    if (observed.planOf(run).isEmpty()) {
      return Phase.PLAN;
    }
    if (isEvaluation()) {
      return Phase.MEASURE;
    }
    RunPhase phase =
        observed.lease().flatMap(Lease::holder).map(LeaseHolder::phase).orElse(RunPhase.SEGMENTS);
    return switch (phase) {
      case SEGMENTS -> Phase.SCORE;
      case VIDEOS -> Phase.JOIN_VIDEOS;
      case RESULTS -> Phase.WRITE_RESULTS;
    };
  }

  /** The plan of this run or, once it has ended without one, of the run before. */
  private Optional<RunPlan> plan() {
    return (observed.isRunning() ? observed.planOf(run) : observed.plan()).map(WrittenPlan::plan);
  }

  private Integer videos() {
    return plan().map(RunPlan::videos).orElse(null);
  }

  private Long planned() {
    return plan().map(RunPlan::frames).orElse(null);
  }

  private Long done() {
    return isEvaluation()
        ? null
        : own.stream().mapToLong(segment -> segment.frames() - segment.bad()).sum();
  }

  /** Segments of earlier runs with bad frames are scored again. */
  private Long resumed() {
    return isEvaluation()
        ? null
        : observed.segments().stream()
            .filter(segment -> !segment.run().equals(run) && segment.bad() == 0)
            .mapToLong(Segment::frames)
            .sum();
  }

  private Long bad() {
    return isEvaluation()
        ? null
        : badFrames() + observed.planOf(run).map(found -> found.plan().bad()).orElse(0L);
  }

  private long badFrames() {
    return own.stream().mapToLong(Segment::bad).sum();
  }

  private Long remaining() {
    return isEvaluation() || planned() == null
        ? null
        : Long.valueOf(Math.max(0, planned() - done() - resumed() - badFrames()));
  }

  private OptionalDouble rate() {
    return observed
        .planOf(run)
        .map(found -> Throughput.of(own, found.written(), observed.latest()))
        .orElse(OptionalDouble.empty());
  }

  private HeldLease lease() {
    return observed.lease().map(this::lease).orElse(null);
  }

  private HeldLease lease(Lease present) {
    Optional<LeaseHolder> holder = present.holder();
    return new HeldLease(
        holder.map(LeaseHolder::application).orElse(null),
        holder.map(LeaseHolder::host).orElse(null),
        holder.map(LeaseHolder::process).orElse(null),
        holder.map(LeaseHolder::since).orElse(null),
        observed.age().toSeconds());
  }
}
