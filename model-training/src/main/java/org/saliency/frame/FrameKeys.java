package org.saliency.frame;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Keys and order of the frames in a folder. The number of a frame is the last number in its stem
 * ({@code shot2_000017} is frame 17), except where that does not tell the frames of the folder
 * apart: then the numbers that differ between them count ({@code a_000019_leftImg8bit} is frame
 * 19). Names such as {@code t_0.25}, {@code t_0.5}, {@code t_1.0} are numbered by decimals. Names
 * without a number sort after the others, by text.
 */
public final class FrameKeys {

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern DECIMAL = Pattern.compile("(\\d+)(\\.\\d+)?\\D*$");

  private final Map<String, List<BigDecimal>> numbers;

  private FrameKeys(Map<String, List<BigDecimal>> numbers) {
    this.numbers = numbers;
  }

  /** Keys of the files of a folder, which are named with their endings. */
  public static FrameKeys of(Collection<String> files) {
    List<String> numbered = files.stream().filter(file -> !runs(file).isEmpty()).toList();
    Map<String, List<BigDecimal>> last =
        number(numbered, file -> List.of(runs(file).get(runs(file).size() - 1)));
    return new FrameKeys(
        decimals(numbered, last)
            .or(() -> Optional.of(last).filter(FrameKeys::isDistinct))
            .or(() -> differing(numbered))
            .orElse(last));
  }

  /** The key that a frame shares with its map and fixations. */
  public String key(String file) {
    List<BigDecimal> number = numbers.get(file);
    return number == null ? FrameName.stem(file) : text(number);
  }

  /** Order of the frames. */
  public Comparator<String> order() {
    return Comparator.comparing(
            (String file) -> numbers.get(file), Comparator.nullsLast(FrameKeys::compare))
        .thenComparing(Comparator.naturalOrder());
  }

  /** Numbers with decimals; empty if the digits after a dot are a frame's number on their own. */
  private static Optional<Map<String, List<BigDecimal>>> decimals(
      List<String> files, Map<String, List<BigDecimal>> last) {
    HashSet<BigDecimal> wholes = new HashSet<>();
    boolean hasFraction = false;
    for (String file : files) {
      Matcher decimal = decimal(file);
      wholes.add(new BigDecimal(decimal.group(1)));
      hasFraction |= decimal.group(2) != null;
    }
    if (!hasFraction || wholes.size() == 1 && !wholes.contains(BigDecimal.ZERO)) {
      return Optional.empty();
    }
    Map<String, List<BigDecimal>> decimals =
        number(
            files,
            file -> {
              Matcher match = decimal(file);
              String fraction = match.group(2) == null ? "" : match.group(2);
              return List.of(new BigDecimal(match.group(1) + fraction));
            });
    boolean isLastEnough =
        isDistinct(last)
            && (isEvenlySpaced(last, wholes.size() > 1)
                || sorted(files, last).equals(sorted(files, decimals)));
    return isDistinct(decimals) && !isLastEnough ? Optional.of(decimals) : Optional.empty();
  }

  private static Matcher decimal(String file) {
    Matcher matcher = DECIMAL.matcher(FrameName.stem(file));
    if (!matcher.find()) {
      throw new IllegalArgumentException("no number in " + file);
    }
    return matcher;
  }

  private static List<String> sorted(List<String> files, Map<String, List<BigDecimal>> numbers) {
    return files.stream().sorted(new FrameKeys(numbers).order()).toList();
  }

  /** Whether these are frames 9, 10, 11 or, of a single shot, every fifth frame. */
  private static boolean isEvenlySpaced(Map<String, List<BigDecimal>> numbers, boolean hasShots) {
    List<BigDecimal> sorted = numbers.values().stream().map(n -> n.get(0)).sorted().toList();
    List<BigDecimal> steps =
        IntStream.range(1, sorted.size())
            .mapToObj(i -> sorted.get(i).subtract(sorted.get(i - 1)))
            .distinct()
            .toList();
    boolean isByOne = steps.equals(List.of(BigDecimal.ONE));
    return isByOne || !hasShots && steps.size() == 1 && sorted.size() > 2;
  }

  /**
   * The last number that alone tells the frames apart, or else all numbers that differ; empty if
   * the names hold different counts of numbers, or two are equal in all of them.
   */
  private static Optional<Map<String, List<BigDecimal>>> differing(List<String> files) {
    Map<String, List<BigDecimal>> all = number(files, FrameKeys::runs);
    int count = all.values().iterator().next().size();
    if (all.values().stream().anyMatch(numbers -> numbers.size() != count)) {
      return Optional.empty();
    }
    List<Integer> differing =
        IntStream.range(0, count)
            .filter(i -> all.values().stream().map(n -> n.get(i)).distinct().count() > 1)
            .boxed()
            .toList();
    for (int i = differing.size() - 1; i >= 0; i--) {
      int position = differing.get(i);
      Map<String, List<BigDecimal>> single =
          number(files, file -> List.of(all.get(file).get(position)));
      if (isDistinct(single)) {
        return Optional.of(single);
      }
    }
    return Optional.of(
            number(files, file -> differing.stream().map(i -> all.get(file).get(i)).toList()))
        .filter(FrameKeys::isDistinct);
  }

  private static Map<String, List<BigDecimal>> number(
      List<String> files, Function<String, List<BigDecimal>> number) {
    Map<String, List<BigDecimal>> numbers = new HashMap<>();
    files.forEach(file -> numbers.put(file, number.apply(file)));
    return numbers;
  }

  /** All numbers in a stem. */
  static List<BigDecimal> runs(String file) {
    return DIGITS
        .matcher(FrameName.stem(file))
        .results()
        .map(MatchResult::group)
        .map(BigDecimal::new)
        .toList();
  }

  private static boolean isDistinct(Map<String, List<BigDecimal>> numbers) {
    return numbers.values().stream().map(FrameKeys::text).distinct().count() == numbers.size();
  }

  private static int compare(List<BigDecimal> left, List<BigDecimal> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A key without leading zeros. */
  static String text(List<BigDecimal> numbers) {
    List<String> texts = new ArrayList<>();
    for (BigDecimal number : numbers) {
      texts.add(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }
    return String.join("_", texts);
  }
}
