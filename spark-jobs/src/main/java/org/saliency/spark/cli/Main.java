package org.saliency.spark.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkUserAppException;
import org.saliency.UserException;
import org.saliency.progress.Progress;
import org.saliency.settings.Spelling;
import org.saliency.spark.task.SparkErrors;
import org.saliency.spark.task.SparkVersion;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code saliency}. */
@Command(
    name = "saliency",
    description = "Predict where people look in videos, on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
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

  /** What is kept of an interrupted run, by the commands that continue it. */
  private static final Map<String, String> RESUMING =
      Map.of("score", "published results are kept", "train", "finished epochs are kept");

  /** Hadoop 3.4 calls a method that Java 24 removed. */
  private static final int FIRST_UNSUPPORTED_JAVA = 24;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @CommandLine.Option(
      names = "--version",
      versionHelp = true,
      description = "Show the versions of this program, Spark and Java, and exit.")
  private boolean version;

  @CommandLine.Spec private CommandSpec spec;

  private static volatile boolean isRunning = true;
  private static volatile boolean isStopping;
  private static volatile Optional<String> kept = Optional.empty();

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
    kept = Arrays.stream(arguments).findFirst().map(RESUMING::get);
    int exitCode = run(arguments);
    isRunning = false;
    DriverExit.end(exitCode);
  }

  /** Replaces what Spark and the command would log about being stopped by one line. */
  private static void reportSignal() {
    if (isRunning) {
      isStopping = true;
      Logging.silence();
      Progress.silence();
      System.err.println(
          "saliency: stopped by a signal"
              + Progress.current().map(count -> " at '" + count + "'").orElse("")
              + kept.map(results -> ": " + results + ", rerun the same command to continue")
                  .orElse(": rerun the same command to start it again"));
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    Outcome outcome = Outcome.of(arguments);
    CommandLine commands =
        new CommandLine(new Main(outcome))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setResourceBundle(new HelpTexts())
            .setParameterExceptionHandler((error, given) -> usage(error, given, outcome))
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

  private static int usage(ParameterException error, String[] arguments, Outcome outcome) {
    CommandLine command = error.getCommandLine();
    Optional<String> unknown = unknownOption(error, arguments);
    String message =
        unknown
            .map(option -> "Unknown option: '" + option + "'")
            .orElseGet(() -> error.getMessage().lines().findFirst().orElse("Invalid usage"))
            .replaceFirst(" at index \\d+", "");
    Optional<String> meant =
        unknown
            .or(() -> unmatched(error))
            .flatMap(name -> Spelling.closest(name, names(command.getCommandSpec(), name)));
    message += meant.map(name -> ": did you mean " + name + "?").orElse("");
    message += "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
    return outcome.failed(command, UserException.usage("%s", message));
  }

  /** A mistyped option, where a required one is missing. */
  private static Optional<String> unknownOption(ParameterException error, String[] arguments) {
    CommandSpec command = error.getCommandLine().getCommandSpec();
    return error instanceof MissingParameterException
        ? Arrays.stream(arguments)
            .filter(argument -> argument.startsWith("--"))
            .map(Main::name)
            .filter(option -> !option.equals("--") && !command.optionsMap().containsKey(option))
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> unmatched(ParameterException error) {
    return error instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream().findFirst().map(Main::name)
        : Optional.empty();
  }

  /** The name in an argument such as {@code --seed=3}. */
  private static String name(String argument) {
    return argument.startsWith("--") ? argument.replaceFirst("=.*", "") : argument;
  }

  /** Names of the options or, if it is none, of the commands that a word can be. */
  private static Set<String> names(CommandSpec command, String word) {
    return word.startsWith("-") ? command.optionsMap().keySet() : command.subcommands().keySet();
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
