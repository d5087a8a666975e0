package org.saliency.spark.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Compares what a page names with what exists. Each method gives the problems it finds. */
final class PageCheck {

  /** Options of the launcher that go to Spark. */
  private static final Set<String> SPARK_OPTIONS =
      Set.of("--master", "--conf", "--properties-file");

  /** Options of other programs that pages mention on their own. */
  private static final Set<String> FOREIGN_OPTIONS = Set.of("--jars", "--packages", "--add-opens");

  private static final Pattern LAUNCHER =
      Pattern.compile("(?:^|\\s)(?:\\./saliency|\\S*saliency-spark\\.jar)\\s+(.*)");

  private static final Pattern SETTING =
      Pattern.compile("([a-z]+(?:\\.[a-z][a-z0-9-]*)+)(?:\\s*=.*)?");

  /** Names such as {@code model.pt} look like settings, too. */
  private static final Pattern FILE =
      Pattern.compile(".*\\.(pt|png|json|csv|svg|html|mp4|md|conf)");

  private static final Pattern CLASS =
      Pattern.compile("org\\.saliency(?:\\.[a-z]\\w*)*\\.[A-Z]\\w*");

  private final Path root;
  private final Config reference;
  private final CommandLine commands = new CommandLine(Main.class);

  PageCheck(Path root) {
    this.root = root;
    this.reference = ConfigFactory.parseFile(root.resolve("conf/reference.conf").toFile());
    if (reference.isEmpty()) {
      throw new IllegalArgumentException("no settings in " + root.resolve("conf/reference.conf"));
    }
  }

  /** Links to files that do not exist, or to anchors that their pages do not have. */
  List<String> links(Path file, MarkdownPage page) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String link : page.links()) {
      if (!link.matches("[a-z]+:.*")) {
        link(file, page, link).ifPresent(problem -> problems.add(link + ": " + problem));
      }
    }
    return problems;
  }

  private Optional<String> link(Path file, MarkdownPage page, String link) {
    String[] parts = link.split("#", 2);
    Path target = file.resolveSibling(parts[0]).normalize();
    MarkdownPage linked = page;
    if (!parts[0].isEmpty()) {
      if (!target.startsWith(root) || !Files.exists(target)) {
        return Optional.of("no such file");
      }
      linked =
          target.toString().endsWith(".md") ? read(target) : new MarkdownPage(List.of(), List.of());
    }
    return parts.length == 1 || linked.anchors().contains(parts[1])
        ? Optional.empty()
        : Optional.of("no such anchor");
  }

  static MarkdownPage read(Path file) {
    try {
      return MarkdownPage.parse(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Commands and options that the command line does not have. */
  List<String> commands(MarkdownPage page) {
    List<String> problems = new ArrayList<>();
    for (String line : page.code()) {
      Matcher launcher = LAUNCHER.matcher(line.replaceFirst("(^|\\s)#.*", ""));
      if (launcher.find()) {
        problems.addAll(command(launcher.group(1), true));
      }
    }
    for (String span : page.spans()) {
      Matcher launcher = LAUNCHER.matcher(span);
      if (launcher.find()) {
        problems.addAll(command(launcher.group(1), false));
      } else if (span.startsWith("--")) {
        problems.addAll(options(span));
      } else if (namesCommand(span)) {
        problems.addAll(command(span, false));
      }
    }
    return problems;
  }

  /** Whether a text begins with a command and goes on with an option, or a command of its own. */
  private boolean namesCommand(String span) {
    String[] words = span.split(" ");
    CommandLine command = commands.getSubcommands().get(words[0]);
    return command != null
        && words.length > 1
        && (words[1].matches("\\[?--.*") || !command.getSubcommands().isEmpty());
  }

  private List<String> options(String span) {
    return words(span)
        .filter(word -> word.startsWith("--"))
        .map(PageCheck::optionName)
        .filter(name -> !SPARK_OPTIONS.contains(name) && !FOREIGN_OPTIONS.contains(name))
        .filter(name -> all(commands).noneMatch(command -> optionOf(command, name).isPresent()))
        .map(name -> span + ": no command has an option " + name)
        .toList();
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(PageCheck::all));
  }

  /**
   * Checks one command.
   *
   * @param whole whether it is to be run as it stands, and so needs all required options
   */
  private List<String> command(String text, boolean whole) {
    List<String> problems = new ArrayList<>();
    Set<String> given = new java.util.HashSet<>();
    CommandLine command = commands;
    Iterator<String> words = words(text.split(" (?:&&|[|;&]) ")[0]).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (word.startsWith("-")) {
        String name = optionName(word);
        given.add(name);
        Optional<OptionSpec> option = optionOf(command, name);
        boolean isSparks = SPARK_OPTIONS.contains(name);
        if (option.isEmpty() && !isSparks) {
          problems.add(text + ": no option " + name);
        }
        boolean takesValue = isSparks || option.map(o -> o.arity().max() > 0).orElse(false);
        String value = word.contains("=") ? word.replaceFirst("^[^=]*=", "") : "";
        if (takesValue && !word.contains("=") && words.hasNext()) {
          value = words.next();
        }
        if (name.equals("--set") && !isLeaf(value.replaceFirst("=.*", ""))) {
          problems.add(text + ": no setting " + value);
        }
      } else if (!command.getSubcommands().isEmpty()) {
        if (word.equals("COMMAND")) {
          whole = false;
        } else if (command.getSubcommands().containsKey(word)) {
          command = command.getSubcommands().get(word);
        } else {
          problems.add(text + ": no command " + word);
          return problems;
        }
      } else if (!word.equals("…") && command.getCommandSpec().positionalParameters().isEmpty()) {
        problems.add(text + ": no argument " + word);
      }
    }
    boolean isPart = !whole || text.contains("…") || given.contains("--help");
    if (!isPart) {
      command.getCommandSpec().options().stream()
          .filter(option -> option.required() && !given.contains(option.longestName()))
          .forEach(option -> problems.add(text + ": lacks " + option.longestName()));
    }
    return problems;
  }

  /** Words without the brackets that mark optional parts. */
  private static Stream<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).map(word -> word.replaceAll("^\\[|\\]$", ""));
  }

  private static String optionName(String word) {
    return word.replaceFirst("=.*", "");
  }

  private static Optional<OptionSpec> optionOf(CommandLine command, String name) {
    return Optional.ofNullable(command.getCommandSpec().findOption(name));
  }

  private boolean isLeaf(String key) {
    return has(key) && reference.getValue(key).valueType() != ConfigValueType.OBJECT;
  }

  private boolean has(String key) {
    try {
      return reference.hasPath(key);
    } catch (ConfigException.BadPath e) {
      return false;
    }
  }

  /** Settings that the reference does not have. */
  List<String> settings(MarkdownPage page) {
    return page.spans().stream()
        .map(SETTING::matcher)
        .filter(Matcher::matches)
        .map(setting -> setting.group(1))
        .filter(key -> reference.root().containsKey(key.split("\\.")[0]))
        .filter(key -> !has(key) && !FILE.matcher(key).matches())
        .map(key -> key + ": no such setting")
        .toList();
  }

  /** Classes of this project that do not exist. */
  static List<String> classes(String text) {
    return CLASS
        .matcher(text)
        .results()
        .map(name -> name.group())
        .filter(name -> !isClass(name))
        .map(name -> name + ": no such class")
        .toList();
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, PageCheck.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
