package org.saliency.dataset;

import java.util.Optional;
import org.saliency.UserException;
import org.saliency.storage.Storage;

/**
 * Reads data sets. Only names are read, and each folder is listed once; whether the pictures can be
 * decoded shows when they are.
 *
 * <p>Frames, maps and fixations are matched by the number in their names ({@code 1.png} matches
 * {@code 0001.jpg}), names without a number by their stems. Files that are no pictures ({@code .png
 * .jpg .jpeg .bmp .webp .tif .tiff}) are passed over.
 */
public final class Datasets {

  private Datasets() {}

  /**
   * Reads a folder of videos, or a single video folder.
   *
   * @param layout how the folder is laid out; when empty, told from its shape
   * @throws UserException when the folder is missing, empty or of another shape, a video has no
   *     frames, or its frames, maps and fixations differ in number or do not match
   */
  public static Dataset read(Storage storage, String folder, Optional<Layout> layout) {
    Folder root = open(storage, folder);
    Layout taken = layout.orElseGet(() -> Layout.detect(root));
    return new Dataset(taken, taken.videos(root));
  }

  /**
   * Reads the ground truth of a folder; frames may be absent. Videos without truth are passed over.
   *
   * @param layout how the folder is laid out; when empty, told from its shape
   * @throws UserException when the folder is missing, empty, of another shape or without any truth,
   *     or the maps and fixations of a video (and its frames, where they are there) differ in
   *     number or do not match
   */
  public static Truth readTruth(Storage storage, String folder, Optional<Layout> layout) {
    Folder root = open(storage, folder);
    return layout.orElseGet(() -> Layout.detect(root)).truth(root);
  }

  private static Folder open(Storage storage, String path) {
    Folder root = Folder.open(storage, path);
    if (root.isEmpty()) {
      throw UserException.input(
          "folder %s is empty: point at the folder that holds the videos", path);
    }
    return root;
  }
}
