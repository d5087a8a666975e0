package org.saliency.video;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Ranges of bytes of a file, in order and apart from each other. */
final class ByteRanges {

  /** A range of bytes. */
  record Range(long start, long end) {}

  private final long[] starts;
  private final long[] ends;

  private ByteRanges(List<Range> ranges) {
    starts = ranges.stream().mapToLong(Range::start).toArray();
    ends = ranges.stream().mapToLong(Range::end).toArray();
  }

  /** The bytes in any of some ranges. */
  static ByteRanges of(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    List<Range> sorted = ranges.stream().sorted(Comparator.comparingLong(Range::start)).toList();
    for (Range range : sorted) {
      Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && range.start() <= last.end()) {
        long end = Math.max(last.end(), range.end());
        merged.set(merged.size() - 1, new Range(last.start(), end));
      } else if (range.start() < range.end()) {
        merged.add(range);
      }
    }
    return new ByteRanges(merged);
  }

  boolean isEmpty() {
    return starts.length == 0;
  }

  /** How many bytes from a position on are in these ranges without a gap. */
  long from(long position) {
    int low = 0;
    int high = starts.length;
    while (low < high) { // first range that starts after the position
      int middle = (low + high) >>> 1;
      if (starts[middle] > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == 0 ? 0 : Math.max(0, ends[low - 1] - position);
  }
}
