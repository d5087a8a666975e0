package org.saliency.spark.cli;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkUserAppException;
import org.saliency.UserException;
import org.saliency.progress.Progress;
import org.saliency.spark.task.SparkErrors;
import org.saliency.spark.task.SparkVersion;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code saliency}. */
@Command(
    name = "saliency",
    description = "Predict where people look in videos, on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ScoreCommand.class,
      EvaluateCommand.class,
      LeaderboardCommand.class,
      ReportCommand.class,
      StatusCommand.class,
      TrainCommand.class,
      ModelCommand.class,
      DatasetCommand.class,
      BenchmarkCommand.class,
    },
    footer = {
      "",
      "Spark's own options may stand anywhere: --master URL, --conf KEY=VALUE, --properties-file"
          + " FILE.",
      "Exit codes: 0 done, 1 unexpected error, 2 usage or configuration, 3 input, 4 too many bad"
          + " frames, 5 device, 6 output of other settings, 7 output in use."
    })
public final class Main implements Runnable {

  private static final int UNEXPECTED = 1;

  /** Commands that continue what an interrupted run of them has published. */
  private static final Set<String> RESUMING = Set.of("score", "train");

  /** Hadoop 3.4 calls a method that Java 24 removed. */
  private static final int FIRST_UNSUPPORTED_JAVA = 24;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private static volatile boolean isRunning = true;
  private static volatile boolean isStopping;
  private static volatile boolean resumes;

  private final Outcome outcome;

  @SuppressWarnings("unused") // picocli creates it where only the options matter
  private Main() {
    this(Outcome.of());
  }

  private Main(Outcome outcome) {
    this.outcome = outcome;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) throws SparkUserAppException {
    Runtime.getRuntime().addShutdownHook(new Thread(Main::reportSignal, "report-signal"));
    Logging.quieten();
    resumes = arguments.length > 0 && RESUMING.contains(arguments[0]);
    int exitCode = run(arguments);
    isRunning = false;
    DriverExit.end(exitCode);
  }

  /** Replaces what Spark and the command would log about being stopped by one line. */
  private static void reportSignal() {
    if (isRunning) {
      isStopping = true;
      Logging.silence();
      System.err.println(
          "saliency: stopped by a signal"
              + Progress.current().map(count -> " at '" + count + "'").orElse("")
              + (resumes
                  ? ": published results are kept, rerun the same command to continue"
                  : ": rerun the same command to start it again"));
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    Outcome outcome = Outcome.of(arguments);
    CommandLine commands =
        new CommandLine(new Main(outcome))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setResourceBundle(new HelpTexts())
            .setParameterExceptionHandler((error, args) -> usage(error, outcome))
            .setExecutionExceptionHandler(
                (error, command, result) -> failed(error, command, outcome));
    int exitCode = execute(commands, outcome, arguments);
    if (isStopping) {
      return exitCode;
    }
    try {
      outcome.end(exitCode);
      return exitCode;
    } catch (UserException e) {
      int code = outcome.failed(commands, e);
      return exitCode == 0 ? code : exitCode;
    }
  }

  private static int execute(CommandLine commands, Outcome outcome, String... arguments) {
    try {
      outcome.begin();
      if (Runtime.version().feature() >= FIRST_UNSUPPORTED_JAVA) {
        return outcome.failed(
            commands,
            UserException.usage(
                "Java %d is not supported by Spark 4.1: set JAVA_HOME to a JDK 17 or 21",
                Runtime.version().feature()));
      }
      SparkVersion.check(org.apache.spark.package$.MODULE$.SPARK_VERSION());
      return commands.execute(arguments);
    } catch (UserException e) {
      return outcome.failed(commands, e);
    } catch (OutOfMemoryError e) {
      return outcome.failed(
          commands,
          UserException.usage(
              "Out of memory: the Java heap of %d MB is full (%s): enlarge it, for example with"
                  + " SALIENCY_JAVA_OPTIONS=-Xmx2g, or with spark-submit --driver-memory 2g",
              Runtime.getRuntime().maxMemory() >> 20, e.getMessage()));
    } catch (Error e) { // such as a class or native library that is missing; picocli passes it on
      return unexpected(e, commands, outcome);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  Outcome outcome() {
    return outcome;
  }

  private static int usage(ParameterException error, Outcome outcome) {
    String name = error.getCommandLine().getCommandSpec().qualifiedName();
    String message = error.getMessage().lines().findFirst().orElse("Invalid usage");
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += ": did you mean " + unmatched.getSuggestions().get(0) + "?";
    }
    message += "; see '" + name + " --help'";
    return outcome.failed(error.getCommandLine(), UserException.usage("%s", message));
  }

  private static int failed(Exception error, CommandLine command, Outcome outcome) {
    if (isStopping) {
      return UNEXPECTED; // a consequence of the signal, which is reported
    }
    Optional<UserException> userError = SparkErrors.userError(error);
    if (userError.isPresent()) {
      return outcome.failed(command, userError.get());
    }
    Optional<String> ended = SparkErrors.endedByCluster(error);
    if (ended.isPresent()) {
      outcome.failed(command, "unexpected", ended.get());
      return UNEXPECTED;
    }
    return unexpected(error, command, outcome);
  }

  private static int unexpected(Throwable error, CommandLine command, Outcome outcome) {
    LoggerFactory.getLogger(Main.class)
        .error("{} failed", command.getCommandSpec().qualifiedName(), error);
    outcome.failed(command, "unexpected", "unexpected error: " + SparkErrors.firstLine(error));
    return UNEXPECTED;
  }
}
