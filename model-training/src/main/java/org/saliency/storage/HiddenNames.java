package org.saliency.storage;

import java.util.Set;

/** Names of files and folders that are not data. */
final class HiddenNames {

  static final Set<String> ALL =
      Set.of(
          // Spark and this project
          "_SUCCESS",
          "_temporary",
          "_metadata",
          "_common_metadata",
          "_saliency",
          // network drives, Windows and macOS
          "@eaDir",
          "@Recycle",
          "#recycle",
          "$RECYCLE.BIN",
          "System Volume Information",
          "lost+found",
          "Thumbs.db",
          "desktop.ini",
          "__MACOSX");

  private HiddenNames() {}
}
