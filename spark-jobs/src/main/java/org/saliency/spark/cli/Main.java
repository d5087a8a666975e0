package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.spark.task.SparkErrors;
import org.slf4j.Logger;
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
          + " frames, 5 device, 6 output of other settings or in use."
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

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = run(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
    // Threads of Spark and PyTorch must not keep a finished command alive.
    System.exit(0);
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    CommandLine commands =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setResourceBundle(new HelpTexts())
            .setParameterExceptionHandler((error, args) -> usage(error))
            .setExecutionExceptionHandler((error, command, result) -> failed(error, command));
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

  private static int usage(ParameterException error) {
    PrintWriter err = error.getCommandLine().getErr();
    String name = error.getCommandLine().getCommandSpec().qualifiedName();
    String message = error.getMessage().lines().findFirst().orElse("Invalid usage");
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += ": did you mean " + unmatched.getSuggestions().get(0) + "?";
    }
    err.println("saliency: " + message + "; see '" + name + " --help'");
    err.flush();
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

  private static int failed(Exception error, CommandLine commandLine) {
    Optional<UserException> userError = SparkErrors.userError(error);
    if (userError.isPresent()) {
      commandLine.getErr().println("saliency: " + userError.get().getMessage());
      commandLine.getErr().flush();
      return userError.get().kind().exitCode();
    }
    Logger log = LoggerFactory.getLogger(Main.class);
    log.error("{} failed", commandLine.getCommandSpec().qualifiedName(), error);
    commandLine.getErr().println("saliency: unexpected error: " + SparkErrors.firstLine(error));
    commandLine.getErr().flush();
    return UNEXPECTED;
  }
}
