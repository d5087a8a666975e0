package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The serving form of a recurrent network in two parts: operations on single frames, and those on
 * windows of their features. Consecutive windows share frames, so each frame is encoded once.
 *
 * @param nodes operations of the whole network
 * @param isWindowed for each node, whether it is an operation on windows
 * @param features nodes of the first part whose results the second part reads
 */
public record WindowSplit(
    List<Network.Node> nodes, List<Boolean> isWindowed, List<Integer> features) {

  /** The part of a feature that an operation on windows reads. */
  public enum Reading {
    /** Of all frames of a window, in order. */
    ALL,
    /** Of the last frame of a window. */
    LAST
  }

  /**
   * Splits a network; empty if it is not the serving form of a recurrent one, or if it is observed.
   */
  public static Optional<WindowSplit> of(Network network) {
    List<Network.Node> nodes = network.nodes();
    boolean isRecurrent = nodes.stream().anyMatch(node -> node.operation() instanceof ConvGru);
    boolean isObserved =
        nodes.stream().anyMatch(node -> node.operation() instanceof ActivationHistograms);
    if (!isRecurrent || isObserved || !(nodes.get(0).operation() instanceof FrameInput)) {
      return Optional.empty();
    }
    List<Boolean> windowed = new ArrayList<>();
    List<Integer> features = new ArrayList<>();
    for (Network.Node node : nodes) {
      boolean isWindowed =
          node.operation() instanceof ConvGru
              || node.operation() instanceof LastFrame
              || node.inputs().stream().anyMatch(windowed::get);
      if (isWindowed) {
        node.inputs().stream()
            .filter(input -> !windowed.get(input) && !features.contains(input))
            .forEach(features::add);
      }
      windowed.add(isWindowed);
    }
    return Optional.of(new WindowSplit(nodes, windowed, features));
  }

  /** An operation on single frames; the first takes them without windows. */
  public Operation ofFrames(int node) {
    Operation operation = nodes.get(node).operation();
    return operation instanceof FrameInput input ? new FrameInput(input.size(), 1) : operation;
  }

  /**
   * What an operation reads of a feature. All but the recurrent unit read the last frame, or only
   * its size.
   */
  public Reading reading(int node) {
    return nodes.get(node).operation() instanceof ConvGru ? Reading.ALL : Reading.LAST;
  }

  /** Whether an operation does nothing but select the last frame. */
  public boolean isSelection(int node) {
    return nodes.get(node).operation() instanceof LastFrame;
  }
}
