package org.saliency.spark.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.spark.report.page.Area;
import org.saliency.spark.report.page.Report;
import org.saliency.spark.report.page.ReportPage;
import org.saliency.spark.results.FairComparison;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.spark.storage.WrittenFile;
import org.saliency.storage.Storage.Entry;
import org.saliency.storage.Text;

/**
 * Writes one HTML page about the results of {@code score} or {@code evaluate}, optionally compared
 * with other methods: the run, the metrics, and frames with their maps. Frames, truth and maps that
 * can no longer be read are listed on the page and left out.
 */
public final class ReportJob {

  private final SparkSession spark;
  private final ReportArguments arguments;
  private final WritableHadoopFiles files;

  /** Creates the job; {@link #run} does the work. */
  public ReportJob(SparkSession spark, ReportArguments arguments) {
    this.spark = spark;
    this.arguments = arguments;
    this.files = new WritableHadoopFiles(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Result of the job.
   *
   * @param page path of the page
   * @param notes warnings on the page, and what could not be shown
   */
  public record Result(String page, List<String> notes) {}

  /**
   * Writes the page.
   *
   * @throws UserException when results are missing or cannot be compared, or the page cannot be
   *     written
   */
  public Result run() {
    requireFile();
    List<Scores> scores = readScores();
    Map<String, Map<String, String>> attributes =
        arguments
            .attributes()
            .map(path -> AttributeTable.parse(read(path), path, videos(scores)))
            .orElse(Map.of());
    List<Area> areas =
        arguments
            .areas()
            .map(path -> AreaTable.parse(read(path), path, videos(scores)))
            .orElse(List.of());
    FairComparison comparison = FairComparison.of(files, scores);
    List<Scores> methods = comparison.methods();
    List<String> warnings = new ArrayList<>(unfinished(methods));
    warnings.addAll(comparison.warnings());
    Report.Frames frames = new FrameGallery(spark, methods, areas).read();
    write(ReportPage.of(new Report(methods, warnings, attributes, frames)));
    List<String> notes = new ArrayList<>(warnings);
    notes.addAll(frames.notes());
    return new Result(arguments.output(), notes);
  }

  private void requireFile() {
    try {
      if (files.find(arguments.output()).filter(Entry::isFolder).isPresent()) {
        throw UserException.usage(
            "Report %s is a folder: name a file, for example %s/report.html",
            arguments.output(), arguments.output());
      }
      WrittenFile.PAGE.requireReplaceable(files, arguments.output());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** All methods; the main one first. */
  private List<Scores> readScores() {
    Scores main = Scores.read(files, arguments.scores());
    List<Scores> methods = new ArrayList<>(List.of(arguments.name().map(main::named).orElse(main)));
    for (NamedResults other : arguments.compared()) {
      methods.add(Scores.read(files, other.folder()).named(other.name()));
    }
    NamedResults.requireDistinct(methods.stream().map(Scores::name).toList());
    return methods;
  }

  private static Set<String> videos(List<Scores> scores) {
    return scores.stream()
        .flatMap(method -> method.videos().stream())
        .map(Scores.Video::name)
        .collect(Collectors.toSet());
  }

  private String read(String path) {
    try {
      return Text.decode(files.read(path));
    } catch (IOException e) {
      throw UserException.input(
          e, "Table %s cannot be read (%s): check the path", path, e.getMessage());
    }
  }

  private static List<String> unfinished(List<Scores> methods) {
    List<String> warnings = new ArrayList<>();
    for (Scores method : methods) {
      Manifest run = method.manifest();
      if (run.status() != Manifest.Status.COMPLETE) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "The run of %s is %s: its figures cover only what it finished, and may change.",
                method.name(),
                run.outcome()));
      }
    }
    return warnings;
  }

  private void write(String page) {
    try {
      files.write(HadoopFiles.path(arguments.output()), page);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private UserException cannotWrite(IOException cause) {
    return UserException.usage(
        "Report %s cannot be written (%s): check the path, its permissions and the free space",
        arguments.output(), cause.getMessage());
  }
}
