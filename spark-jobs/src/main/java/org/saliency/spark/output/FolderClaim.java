package org.saliency.spark.output;

import java.io.IOException;
import java.util.List;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.output.OutputFolder.OnExisting;
import org.saliency.spark.storage.WritableHadoopFiles;

/** Claims an output folder: checks its content, takes its lease and prepares it for a run. */
final class FolderClaim {

  private final OutputFolder folder;
  private final OutputPaths paths;
  private final WritableHadoopFiles files;

  FolderClaim(OutputFolder folder) {
    this.folder = folder;
    this.paths = folder.paths();
    this.files = folder.files();
  }

  /** Prepares a folder whose lease has been taken. */
  private interface Preparation {
    void run(long claim) throws IOException;
  }

  OutputLease forScores(OutputOwner owner, OnExisting onExisting, LeaseTerms terms) {
    folder.check(owner, onExisting);
    return lease(
        terms,
        claim -> {
          requireClaimable(owner, onExisting); // again: it may have waited for another run
          LocalStaging.folder(); // deletes what killed runs have left on this disk
          // What other runs have staged goes first: from now on they can publish nothing. Then what
          // makes the folder look complete.
          deleteAll(List.of("_saliency/staging", "manifest.json", "summary.json"));
          deletePartial();
          boolean isNew = onExisting == OnExisting.OVERWRITE || !files.exists(paths.owner());
          if (onExisting == OnExisting.OVERWRITE) {
            deleteAll(OutputPaths.RESULTS);
          }
          long first = isNew ? claim : folder.firstClaim();
          folder.write(OutputPaths.OWNER, Json.write(owner.claimed(claim, first)));
        });
  }

  OutputLease forTables(LeaseTerms terms) {
    folder.write(this::requireTables);
    return lease(
        terms,
        claim -> {
          requireTables(); // again: it may have waited for another run
          deleteAll(List.of("manifest.json", "summary.json"));
          deletePartial();
          deleteAll(OutputPaths.TABLES);
          folder.write(OutputPaths.OWNER, Json.write(OutputOwner.evaluate().claimed(claim, claim)));
        });
  }

  /** Takes the lease and prepares the folder; releases the lease when that fails. */
  private OutputLease lease(LeaseTerms terms, Preparation preparation) {
    OutputLease lease = folder.read(() -> OutputLease.take(folder, terms));
    folder.writeWhile(lease);
    try {
      folder.write(() -> preparation.run(lease.claim()));
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Prevents that another run completes a file that it has begun to write. */
  private void deletePartial() throws IOException {
    files.deletePartial(paths.root(), folder::requireHeld);
    files.deletePartial(folder.path("_saliency"), folder::requireHeld);
  }

  private void deleteAll(List<String> results) {
    results.forEach(folder::delete);
  }

  private void requireTables() throws IOException {
    if (!isEmpty() && folder.owner().filter(OutputOwner::isEvaluation).isEmpty()) {
      throw UserException.output(
          "output %s contains files that no evaluation wrote: choose another folder", folder);
    }
  }

  void requireClaimable(OutputOwner owner, OnExisting onExisting) throws IOException {
    if (isEmpty()) {
      return;
    }
    if (onExisting == OnExisting.FAIL) {
      throw UserException.output(
          "output %s already contains files: choose another folder, or --on-existing resume or"
              + " overwrite",
          folder);
    }
    if (!files.exists(paths.owner())) {
      throw UserException.output(
          "output %s contains files that no scoring run wrote: choose another folder", folder);
    }
    if (onExisting == OnExisting.RESUME) {
      owner.requireSame(folder.owner().orElseThrow(), folder);
    }
  }

  /** Whether the folder is missing or empty; a lease or a staging folder does not count. */
  private boolean isEmpty() throws IOException {
    return !files.exists(paths.root())
        || !files.exists(paths.owner()) && files.list(folder.toString()).isEmpty();
  }
}
