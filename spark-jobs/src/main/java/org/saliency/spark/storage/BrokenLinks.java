package org.saliency.spark.storage;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;

/**
 * Symbolic links of a local disk to files that do not exist. Hadoop's listings leave them out, so
 * that frames would be missing without a word.
 */
final class BrokenLinks {

  private BrokenLinks() {}

  /**
   * Refuses a folder with a broken link that may be data.
   *
   * @param found what Hadoop found in the folder
   * @throws org.saliency.StorageException when there is one
   */
  static void refuse(Path folder, FileStatus[] found) throws IOException {
    File local = new File(folder.toUri().getPath());
    String[] names = local.list();
    if (names == null || names.length <= found.length) {
      return;
    }
    Set<String> listed =
        Arrays.stream(found).map(status -> status.getPath().getName()).collect(Collectors.toSet());
    for (String name : names) {
      java.nio.file.Path link = local.toPath().resolve(name);
      if (!listed.contains(name)
          && !Storage.isHidden(name)
          && !LocalStorage.isLostDocument(link)
          && Files.isSymbolicLink(link)
          && !Files.exists(link)) {
        throw LocalStorage.brokenLink(link, new FileNotFoundException(link.toString()));
      }
    }
  }
}
