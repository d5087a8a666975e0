package org.saliency.spark.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.faults.FaultPoint.Call;

/** {@link FaultyFiles} for {@link FileContext}, which renames over existing files. */
public final class FaultyContext extends DelegateToFileSystem {

  private final FaultyFiles files;

  /** Called by Hadoop. */
  public FaultyContext(URI uri, Configuration configuration)
      throws IOException, URISyntaxException {
    super(
        uri,
        FileSystem.get(uri, configuration),
        configuration,
        FaultyFiles.SCHEME,
        /* authorityRequired= */ false);
    this.files = (FaultyFiles) FileSystem.get(uri, configuration);
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    FileSystem target = files.target();
    files.around(
        Call.RENAME,
        to,
        () -> {
          FileContext.getFileContext(target.getUri(), target.getConf())
              .rename(
                  files.inTarget(from),
                  files.inTarget(to),
                  overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
          return true;
        });
  }
}
