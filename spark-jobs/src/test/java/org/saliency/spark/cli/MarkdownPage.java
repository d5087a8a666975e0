package org.saliency.spark.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a Markdown page that can be checked.
 *
 * @param prose lines outside fenced code blocks
 * @param code lines of fenced code blocks, each joined with the lines that continue it
 */
record MarkdownPage(List<String> prose, List<String> code) {

  private static final String FENCE = "```";
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.+)");

  MarkdownPage {
    prose = List.copyOf(prose);
    code = List.copyOf(code);
  }

  static MarkdownPage parse(String text) {
    List<String> prose = new ArrayList<>();
    List<String> code = new ArrayList<>();
    boolean inBlock = false;
    StringBuilder statement = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.strip().startsWith(FENCE)) {
        inBlock = !inBlock;
      } else if (!inBlock) {
        prose.add(line);
      } else if (line.endsWith("\\")) {
        statement.append(line, 0, line.length() - 1);
      } else {
        code.add(statement + line);
        statement.setLength(0);
      }
    }
    if (inBlock) {
      throw new IllegalArgumentException("a code block has no end");
    }
    return new MarkdownPage(prose, code);
  }

  /** Text between backticks, with the pipes of tables unescaped. Spans may cross lines. */
  List<String> spans() {
    return SPAN.matcher(String.join("\n", prose).replace("\\|", "|"))
        .results()
        .map(span -> span.group(1).replaceAll("\\s+", " ").strip())
        .toList();
  }

  /** Targets of links and images. */
  List<String> links() {
    String text = SPAN.matcher(String.join("\n", prose)).replaceAll("code");
    return LINK.matcher(text).results().map((MatchResult link) -> link.group(1)).toList();
  }

  /** Anchors of the headings, as GitHub names them. */
  List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    List<String> anchors = new ArrayList<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String slug =
            heading
                .group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
        int earlier = seen.merge(slug, 1, Integer::sum) - 1;
        anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
      }
    }
    return anchors;
  }
}
