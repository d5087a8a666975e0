package org.saliency.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Folders such as {@code training/} and {@code testing/} that hold the videos of a data set. */
final class SplitFolders {

  private static final Set<String> NAMES =
      Set.of(
          "train",
          "training",
          "trainset",
          "val",
          "valid",
          "validation",
          "test",
          "testing",
          "testset");

  private SplitFolders() {}

  /**
   * The folders of a data set's splits; none if the folder itself has a layout.
   *
   * @param layout if empty, any
   */
  static List<Folder> of(Folder root, Optional<Layout> layout) {
    boolean isMarked =
        layout.map(l -> l.shape().isMarkedIn(root)).orElseGet(() -> !Layout.marked(root).isEmpty());
    boolean holdsOthers =
        root.folders().stream().anyMatch(folder -> !isSplit(folder) && !folder.isEmpty());
    if (isMarked || holdsOthers || !root.images().isEmpty() || !root.videoFiles().isEmpty()) {
      return List.of();
    }
    // Folders of pictures are videos that happen to have these names.
    boolean areVideos = root.folders().stream().anyMatch(folder -> !folder.images().isEmpty());
    return areVideos
        ? List.of()
        : root.folders().stream().filter(folder -> !folder.isEmpty()).toList();
  }

  /** The part that a folder with a name holds; empty if it is not one of a split. */
  static Optional<DeclaredSplit.Part> part(String folder) {
    return NAMES.contains(folder.toLowerCase(Locale.ROOT))
        ? DeclaredSplit.Part.named(folder)
        : Optional.empty();
  }

  private static boolean isSplit(Folder folder) {
    return part(folder.name()).isPresent();
  }
}
