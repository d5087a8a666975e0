package org.saliency.spark.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
  List<String> links(Path file, MarkdownPage page) {
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
      throw new UncheckedIOException(e);
    }
  }

  /** Commands and options that the command line does not have. */
  List<String> commands(MarkdownPage page) {
    List<String> problems = new ArrayList<>();
    for (String line : page.code()) {
      Matcher launcher = LAUNCHER.matcher(line.replaceFirst("(^|\\s)#.*", ""));
      if (launcher.find()) {
        command(launcher.group(1), true).ifPresent(problems::add);
      }
    }
    for (String span : page.spans()) {
      Matcher launcher = LAUNCHER.matcher(span);
      if (launcher.find()) {
        command(launcher.group(1), false).ifPresent(problems::add);
      } else if (span.startsWith("--")) {
        problems.addAll(options(span));
      } else if (namesCommand(span)) {
        command(span, false).ifPresent(problems::add);
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
   * The first problem of a command.
   *
   * @param whole whether it is to be run as it stands, and so needs all required options
   */
  private Optional<String> command(String line, boolean whole) {
    String text = line.split(" (?:&&|[|;&]) ")[0].strip().replaceAll("\\s+", " ");
    CommandLine command = commands;
    Set<String> given = new HashSet<>();
    Iterator<String> words = words(text).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (word.startsWith("-")) {
        String name = optionName(word);
        Optional<OptionSpec> option = optionOf(command, name);
        if (option.isEmpty() && !SPARK_OPTIONS.contains(name)) {
          return Optional.of(text + ": no option " + name);
        }
        given.add(name);
        String value = value(word, option, words);
        if (name.equals("--set") && !isLeaf(value.replaceFirst("=.*", ""))) {
          return Optional.of(text + ": no setting " + value);
        }
      } else if (command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
      } else if (word.equals("COMMAND")) {
        return Optional.empty();
      } else if (!command.getSubcommands().isEmpty()) {
        return Optional.of(text + ": no command " + word);
      } else if (!word.equals("…") && command.getCommandSpec().positionalParameters().isEmpty()) {
        return Optional.of(text + ": no argument " + word);
      }
    }
    boolean isPart = !whole || text.contains("…") || given.contains("--help");
    return isPart
        ? Optional.empty()
        : missing(command, given).map(name -> text + ": lacks " + name);
  }

  /** The value of an option, which may be the next word; empty when it takes none. */
  private static String value(String word, Optional<OptionSpec> option, Iterator<String> words) {
    if (word.contains("=")) {
      return word.substring(word.indexOf('=') + 1);
    }
    boolean takesOne = option.isEmpty() || option.get().arity().max() > 0;
    return takesOne && words.hasNext() ? words.next() : "";
  }

  private static Optional<String> missing(CommandLine command, Set<String> given) {
    return command.getCommandSpec().options().stream()
        .filter(OptionSpec::required)
        .map(OptionSpec::longestName)
        .filter(name -> !given.contains(name))
        .findFirst();
  }

  /** Words without the brackets that mark optional parts. */
  private static Stream<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).map(word -> word.replaceAll("^\\[|\\]$", ""));
  }

  private static String optionName(String word) {
    return word.replaceFirst("=.*", "");
  }

  private static Optional<OptionSpec> optionOf(CommandLine command, String name) {
    OptionSpec exact = command.getCommandSpec().findOption(name);
    return exact != null || !name.startsWith("--no-")
        ? Optional.ofNullable(exact)
        : Optional.ofNullable(command.getCommandSpec().findOption("--" + name.substring(5)))
            .filter(OptionSpec::negatable);
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
