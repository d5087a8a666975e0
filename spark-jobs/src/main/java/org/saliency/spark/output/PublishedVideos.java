package org.saliency.spark.output;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.saliency.UserException;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.storage.Storage.Entry;

/** The videos in an output folder of which something is published. */
public final class PublishedVideos {

  private final OutputFolder folder;
  private final WritableHadoopFiles files;
  private final OutputPaths paths;

  PublishedVideos(OutputFolder folder) {
    this.folder = folder;
    this.files = folder.files();
    this.paths = folder.paths();
  }

  /**
   * Published videos that are not among those of a run. They may be deleted when the run has the
   * inputs of the run before, since then they are gone.
   *
   * @throws UserException when the run has other inputs
   */
  public List<String> gone(Collection<String> videos, List<String> inputs) {
    return folder.read(
        () -> {
          List<String> gone = new ArrayList<>();
          for (Entry entry : files.listIfExists(paths.records().toString())) {
            String video = OutputPaths.unescape(entry.name());
            if (!videos.contains(video)) {
              gone.add(video);
            }
          }
          boolean hasSameInputs =
              folder
                  .owner()
                  .filter(owner -> Set.copyOf(owner.inputs()).equals(Set.copyOf(inputs)))
                  .isPresent();
          if (!gone.isEmpty() && !hasSameInputs) {
            throw UserException.output(
                "output %s holds results of videos that are not among the inputs (%d, for example"
                    + " '%s'): give their inputs as well, choose another folder, or --on-existing"
                    + " overwrite",
                folder, gone.size(), gone.get(0));
          }
          return gone;
        });
  }

  /** Deletes all results of some videos. */
  public void delete(List<String> videos) {
    if (videos.isEmpty()) {
      return; // the usual case, without listing the tables
    }
    folder.published(videos).matching(segment -> false).deleteRest();
    folder.write(
        () -> {
          for (String video : videos) {
            folder.requireHeld();
            files.delete(paths.records(video));
            for (Format format : Format.ofMapFiles().toList()) {
              files.delete(paths.maps(format, video));
            }
            files.delete(paths.predictions(video));
            for (Format format : Format.values()) {
              if (format.kind().isPresent()) {
                files.delete(paths.joined(format, video));
                files.delete(paths.videoParts(format, video));
                files.delete(paths.video(format, video));
              }
            }
          }
        });
  }
}
