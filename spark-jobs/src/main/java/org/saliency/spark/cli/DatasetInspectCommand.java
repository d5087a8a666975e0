package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saliency.UserException;
import org.saliency.dataset.inspection.ContactSheet;
import org.saliency.dataset.inspection.Inspection;
import org.saliency.dataset.inspection.Inspector;
import org.saliency.spark.storage.WrittenFile;
import org.saliency.storage.LocalStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    description = {
      "Report the layout, counts, sizes and problems of a data set before it is used.",
      "Exits with 3 if training or evaluation would fail."
    })
final class DatasetInspectCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final LayoutOption layout = new LayoutOption();

  @Parameters(paramLabel = "DIR", description = "Folder of the data set.")
  private String folder;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "5",
      description = "Frames to read of each video (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "PNG file for a contact sheet of frames with their ground truth.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    if (samples < 1) {
      throw UserException.usage("Invalid --samples %d: expected at least 1", samples);
    }
    common.load();
    String data = LocalPath.ofData(folder);
    LocalStorage files = new LocalStorage();
    if (file != null) {
      WrittenFile.PNG.requireReplaceable(files, file.toString());
    }
    ContactSheet sheet =
        new ContactSheet(Path.of(data).toAbsolutePath().normalize().getFileName() + "");
    Inspection inspection = Inspector.inspect(files, data, layout.layout(), samples, sheet);
    if (file != null) {
      sheet.write(file);
    }
    common.print(inspection, inspection.text());
    return inspection.hasErrors() ? UserException.Kind.INPUT.exitCode() : 0;
  }
}
