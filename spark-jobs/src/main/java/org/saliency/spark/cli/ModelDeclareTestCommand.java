package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.UserException;
import org.saliency.dataset.Split;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.storage.LocalStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "declare-test",
    description = "Notes in a model which videos it is to be tested on: 'calibrate' refuses them.")
final class ModelDeclareTestCommand implements Callable<Integer> {

  @Parameters(paramLabel = "M.pt", description = "The model.")
  private Path file;

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "LIST",
      description = "File with the videos' names, one a line; added to those noted before.")
  private String list;

  @Option(
      names = "--output",
      paramLabel = "OUT",
      description = "File of the model with the note (the same file).")
  private Path output;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<String> videos = Split.readNames(new LocalStorage(), list);
    if (videos.isEmpty()) {
      throw UserException.input("%s names no video: write one name a line", list);
    }
    Model model = Model.read(file).declaringTests(videos);
    Path target = output == null ? file : output;
    model.write(target);
    List<String> declared = model.description().declaredTests();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        common.json
            ? Json.write(Map.of("output", target.toString(), "declared_tests", declared))
            : "%s is declared to be tested on %d videos%n".formatted(target, declared.size()));
    out.flush();
    return 0;
  }
}
