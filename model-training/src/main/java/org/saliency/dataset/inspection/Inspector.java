package org.saliency.dataset.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.dataset.BlackFrames;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.DeclaredSplit;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.inspection.Inspection.Blur;
import org.saliency.dataset.inspection.Inspection.Problem;
import org.saliency.dataset.inspection.Inspection.Severity;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.progress.Progress;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/**
 * Looks for what training and evaluation would stumble over: lists the data set, then reads some
 * frames of each video with their ground truth.
 */
public final class Inspector {

  private static final int NAMES_SHOWN = 20;

  private final Storage storage;
  private final int samples;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Integer> sizes = new TreeMap<>();
  private final Map<String, Integer> frameRates = new TreeMap<>();
  private final List<BlurWidth> blurs = new ArrayList<>();
  private final BlackFrames black = new BlackFrames();
  private final ContactSheet sheet;
  private long fixations;
  private int withFixations;
  private int sampled;
  private int maps;
  private int blackMaps;

  private Inspector(Storage storage, int samples, ContactSheet sheet) {
    this.storage = storage;
    this.samples = samples;
    this.sheet = sheet;
  }

  /**
   * Inspects a data set.
   *
   * @param layout if empty, detected
   * @param samples frames to read of each video, at even distances
   * @param sheet receives frames of the first videos
   * @throws UserException when the folder is missing, empty or of no layout
   */
  public static Inspection inspect(
      Storage storage, String path, Optional<Layout> layout, int samples, ContactSheet sheet) {
    return new Inspector(storage, samples, sheet).inspect(path, layout);
  }

  private Inspection inspect(String path, Optional<Layout> layout) {
    Dataset dataset = Datasets.readAll(storage, path, layout);
    dataset
        .unreadable()
        .forEach(video -> add(Severity.ERROR, video.name(), video.error().getMessage()));
    if (!dataset.leftOut().isEmpty()) {
      add(
          Severity.WARNING,
          "",
          dataset.leftOut().size()
              + " video files of kinds that are not read are left out: "
              + String.join(", ", dataset.leftOut()));
    }
    try (Progress progress = Progress.start("inspect", "videos", dataset.videos().size());
        FrameFiles files = FrameFiles.of(storage, dataset.files())) {
      for (Video video : dataset.videos()) {
        inspect(video, dataset, files);
        progress.advance(1);
      }
    }
    checkTruth(dataset);
    if (blackMaps > 0 && blackMaps == maps) {
      add(Severity.ERROR, "", "all " + maps + " maps that were read are black: extract them again");
    }
    checkSplit(dataset.split());
    if (black.areMost()) {
      problems.add(0, new Problem(Severity.ERROR, "", black.text())); // before those of each video
    }
    return new Inspection(
        path,
        dataset.layout().toString(),
        layout.isPresent() ? "as given" : "recognised by " + dataset.layout().description(),
        dataset.videos().size() + dataset.unreadable().size(),
        dataset.videos().stream().mapToLong(video -> video.frames().size()).sum(),
        (int) dataset.videos().stream().filter(Video::hasMaps).count(),
        (int) dataset.videos().stream().filter(Video::hasFixations).count(),
        sizes,
        frameRates,
        sampled,
        withFixations == 0 ? null : (double) fixations / withFixations,
        blur(),
        List.copyOf(problems));
  }

  private void inspect(Video video, Dataset dataset, FrameFiles files) {
    VideoFrame first = video.frames().get(0);
    Size size;
    try {
      size = FrameFiles.size(storage, first.image(), dataset.files());
    } catch (UserException e) {
      add(Severity.ERROR, video.name(), e.getMessage());
      return;
    }
    sizes.merge(size.toString(), 1, Integer::sum);
    video.footage().ifPresent(i -> frameRates.merge(i.frameRate().toString(), 1, Integer::sum));
    video
        .files()
        .forEach(
            (path, index) ->
                index
                    .truncation(path)
                    .ifPresent(error -> add(Severity.ERROR, video.name(), error.getMessage())));
    FrameChecks checks =
        new FrameChecks(size, (severity, message) -> add(severity, video.name(), message));
    List<SampledFrame> read = new ArrayList<>();
    for (VideoFrame frame : chosen(video.frames())) {
      checks.check(frame, files).ifPresent(read::add);
    }
    checks.checkList(video.frames().get(video.frames().size() - 1), files);
    checks.finish();
    black.add(checks.black().read(), checks.black().black());
    read.forEach(this::measure);
    sheet.add(video.name(), read);
  }

  /** Frames at even distances. */
  private List<VideoFrame> chosen(List<VideoFrame> frames) {
    int count = Math.min(samples, frames.size());
    return IntStream.range(0, count)
        .map(i -> (int) ((2L * i + 1) * frames.size() / (2L * count)))
        .mapToObj(frames::get)
        .toList();
  }

  private void measure(SampledFrame frame) {
    sampled++;
    frame.map().ifPresent(this::count);
    frame
        .fixations()
        .ifPresent(
            marks -> {
              withFixations++;
              fixations += marks.count();
              if (marks.count() > 0 && frame.map().isPresent()) {
                blurs.add(BlurWidth.of(frame.map().get(), marks));
              }
            });
  }

  private void count(SaliencyMap map) {
    maps++;
    blackMaps += map.isBlack() ? 1 : 0;
  }

  /** Warns of videos that lack what others have. */
  private void checkAmongOthers(Dataset dataset, String what, Predicate<Video> isThere) {
    List<String> without =
        dataset.videos().stream()
            .filter(video -> video.hasMaps() || video.hasFixations())
            .filter(isThere.negate())
            .map(Video::name)
            .toList();
    if (!without.isEmpty() && dataset.videos().stream().anyMatch(isThere)) {
      add(
          Severity.WARNING,
          "",
          Text.count(without.size(), "video")
              + " without "
              + what
              + ", which others have: "
              + Text.first(without, NAMES_SHOWN));
    }
  }

  private void checkTruth(Dataset dataset) {
    checkAmongOthers(dataset, "maps", Video::hasMaps);
    checkAmongOthers(dataset, "fixations", Video::hasFixations);
    List<String> without =
        dataset.videos().stream()
            .filter(video -> !video.hasMaps() && !video.hasFixations())
            .map(Video::name)
            .toList();
    if (!without.isEmpty() && without.size() == dataset.videos().size()) {
      add(Severity.WARNING, "", "no video has ground truth: it can be scored, but not evaluated");
    } else if (!without.isEmpty()) {
      add(
          Severity.WARNING,
          "",
          Text.count(without.size(), "video")
              + " without ground truth: "
              + Text.first(without, NAMES_SHOWN));
    }
    if (sizes.size() > 1) {
      add(Severity.WARNING, "", "the videos have " + sizes.size() + " frame sizes");
    }
  }

  private void checkSplit(DeclaredSplit split) {
    split.error().ifPresent(error -> add(Severity.ERROR, "", error.getMessage()));
    if (!split.ignored().isEmpty()) {
      add(
          Severity.WARNING,
          "",
          split.source() + " has keys that are ignored: " + String.join(", ", split.ignored()));
    }
  }

  private Blur blur() {
    if (blurs.isEmpty()) {
      return null;
    }
    double[] sigmas = blurs.stream().mapToDouble(BlurWidth::sigma).sorted().toArray();
    double[] correlations = blurs.stream().mapToDouble(BlurWidth::correlation).sorted().toArray();
    return new Blur(median(sigmas), sigmas[0], sigmas[sigmas.length - 1], median(correlations));
  }

  private static double median(double[] sorted) {
    return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
        .average()
        .orElse(0);
  }

  private void add(Severity severity, String video, String message) {
    problems.add(new Problem(severity, video, message));
  }
}
