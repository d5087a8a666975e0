package org.saliency.png;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Canonical Huffman codes as in deflate (RFC 1951, 3.2.2). */
final class HuffmanCode {

  private HuffmanCode() {}

  /** A leaf with a symbol, or an inner node with two children. */
  private record Node(long frequency, int symbol, Node left, Node right) {}

  /**
   * Code lengths in bits by symbol; 0 for unused symbols. At least two symbols get a code, since
   * decoders reject a code with a single symbol.
   *
   * @param longest maximum code length
   */
  static int[] lengths(int[] frequencies, int longest) {
    int[] counts = frequencies.clone();
    for (int symbol = 0; Arrays.stream(counts).filter(count -> count > 0).count() < 2; symbol++) {
      counts[symbol] = Math.max(1, counts[symbol]);
    }
    while (true) {
      int[] lengths = new int[counts.length];
      measure(tree(counts), 0, lengths);
      if (Arrays.stream(lengths).max().orElse(0) <= longest) {
        return lengths;
      }
      // Flattening the frequencies shortens the codes of rare symbols.
      Arrays.setAll(counts, symbol -> counts[symbol] == 0 ? 0 : counts[symbol] / 2 + 1);
    }
  }

  private static Node tree(int[] counts) {
    PriorityQueue<Node> nodes =
        new PriorityQueue<>(
            Comparator.comparingLong(Node::frequency).thenComparingInt(Node::symbol));
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        nodes.add(new Node(counts[symbol], symbol, null, null));
      }
    }
    while (nodes.size() > 1) {
      Node left = nodes.remove();
      Node right = nodes.remove();
      nodes.add(new Node(left.frequency + right.frequency, left.symbol, left, right));
    }
    return nodes.remove();
  }

  private static void measure(Node node, int depth, int[] lengths) {
    if (node.left == null) {
      lengths[node.symbol] = depth;
    } else {
      measure(node.left, depth + 1, lengths);
      measure(node.right, depth + 1, lengths);
    }
  }

  /** The codes for given lengths, with the first bit lowest, as deflate writes them. */
  static int[] codes(int[] lengths) {
    int[] codes = new int[lengths.length];
    int longest = Arrays.stream(lengths).max().orElse(0);
    int code = 0;
    for (int length = 1; length <= longest; length++) {
      code <<= 1;
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = Integer.reverse(code) >>> Integer.SIZE - length;
          code++;
        }
      }
    }
    return codes;
  }
}
