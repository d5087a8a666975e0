package org.saliency.dataset;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Natural order of names: runs of digits by value, the rest by text, so that {@code clip9} comes
 * before {@code clip10}. Names that differ only in leading zeros are ordered by text.
 */
enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  private static final Pattern BORDER = Pattern.compile("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)");

  @Override
  public int compare(String left, String right) {
    List<String> lefts = BORDER.splitAsStream(left).toList();
    List<String> rights = BORDER.splitAsStream(right).toList();
    for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
      int order = compareRuns(lefts.get(i), rights.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(lefts.size(), rights.size());
    return order != 0 ? order : left.compareTo(right);
  }

  private static int compareRuns(String left, String right) {
    return isNumber(left) && isNumber(right)
        ? new BigInteger(left).compareTo(new BigInteger(right))
        : left.compareTo(right);
  }

  private static boolean isNumber(String run) {
    return !run.isEmpty() && run.charAt(0) >= '0' && run.charAt(0) <= '9';
  }
}
