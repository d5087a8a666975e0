package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.task.SparkErrors;
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

  /** Hadoop 3.4 calls a method that Java 24 removed. */
  private static final int FIRST_UNSUPPORTED_JAVA = 24;

  private static final int USAGE = UserException.Kind.USAGE.exitCode();

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

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Main::reportSignal, "report-signal"));
    int exitCode = run(arguments);
    isRunning = false;
    if (exitCode != 0) {
      System.exit(exitCode);
    }
    // Returns instead of calling exit(0), which YARN's cluster mode takes for a failure.
  }

  /** Replaces what Spark and the command would log about being stopped by one line. */
  private static void reportSignal() {
    if (isRunning) {
      isStopping = true;
      Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
      System.err.println(
          "saliency: stopped by a signal: published results are kept, rerun the same command to"
              + " continue");
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    CommandLine commands =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setResourceBundle(new HelpTexts())
            .setParameterExceptionHandler((error, args) -> usage(error, isJson(args)))
            .setExecutionExceptionHandler(
                (error, command, result) -> failed(error, command, isJson(arguments)));
    if (Runtime.version().feature() >= FIRST_UNSUPPORTED_JAVA) {
      commands
          .getErr()
          .printf(
              Locale.ROOT,
              "saliency: Java %d is not supported by Spark 4.1: set JAVA_HOME to a JDK 17 or 21%n",
              Runtime.version().feature());
      commands.getErr().flush();
      return USAGE;
    }
    try {
      return commands.execute(arguments);
    } catch (OutOfMemoryError e) {
      return outOfMemory(e, commands.getErr());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static boolean isJson(String... arguments) {
    return List.of(arguments).contains("--json");
  }

  /** Prints an error as one line, and as JSON on standard output if that was asked for. */
  private static void print(CommandLine command, String kind, String message, boolean isJson) {
    command.getErr().println("saliency: " + message);
    command.getErr().flush();
    if (isJson) {
      command
          .getOut()
          .println(Json.line(Map.of("error", Map.of("kind", kind, "message", message))));
      command.getOut().flush();
    }
  }

  private static String kind(UserException.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static int usage(ParameterException error, boolean isJson) {
    String name = error.getCommandLine().getCommandSpec().qualifiedName();
    String message = error.getMessage().lines().findFirst().orElse("Invalid usage");
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += ": did you mean " + unmatched.getSuggestions().get(0) + "?";
    }
    message += "; see '" + name + " --help'";
    print(error.getCommandLine(), kind(UserException.Kind.USAGE), message, isJson);
    return USAGE;
  }

  private static int outOfMemory(OutOfMemoryError error, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "saliency: Out of memory: the Java heap of %d MB is full (%s): enlarge it, for example with"
            + " SALIENCY_JAVA_OPTIONS=-Xmx2g, or with spark-submit --driver-memory 2g%n",
        Runtime.getRuntime().maxMemory() >> 20,
        error.getMessage());
    err.flush();
    return USAGE;
  }

  private static int failed(Exception error, CommandLine command, boolean isJson) {
    if (isStopping) {
      return UNEXPECTED; // a consequence of the signal, which is reported
    }
    Optional<UserException> userError = SparkErrors.userError(error);
    if (userError.isPresent()) {
      UserException.Kind kind = userError.get().kind();
      print(command, kind(kind), userError.get().getMessage(), isJson);
      return kind.exitCode();
    }
    LoggerFactory.getLogger(Main.class)
        .error("{} failed", command.getCommandSpec().qualifiedName(), error);
    print(command, "unexpected", "unexpected error: " + SparkErrors.firstLine(error), isJson);
    return UNEXPECTED;
  }
}
