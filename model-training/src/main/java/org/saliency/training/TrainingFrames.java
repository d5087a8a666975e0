package org.saliency.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.storage.Storage;
import org.saliency.training.sample.Augmentation;
import org.saliency.training.sample.FrameCache;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.SampleFiles;
import org.saliency.training.sample.SizeLimit;
import org.saliency.training.sample.TrainingSamples;
import org.saliency.training.sample.TruthCheck;
import org.saliency.training.sample.WantedFrames;
import org.saliency.video.VideoIndex;

/**
 * Frames and maps of a run: those of training at the size that the network and its crops need, maps
 * of validation at the size of the metrics. Both share a cache. Open files are closed with it.
 */
final class TrainingFrames implements AutoCloseable {

  private final TrainingSettings settings;
  private final FrameWindows windows;
  private final WantedFrames wanted = new WantedFrames();
  private final SampleFiles training;
  private final SampleFiles validation;

  private TrainingFrames(
      Storage storage,
      Map<String, VideoIndex> indexes,
      Size inputSize,
      TrainingSettings settings,
      FrameWindows windows,
      Optional<FrameCache> cache) {
    this.settings = settings;
    this.windows = windows;
    SizeLimit input = new SizeLimit.Box(uncropped(inputSize, settings.augmentation()));
    SizeLimit metrics = new SizeLimit.Width(settings.validation().width());
    this.training = new SampleFiles(storage, indexes, input, input, cache, wanted);
    this.validation =
        new SampleFiles(storage, indexes, new SizeLimit.Box(inputSize), metrics, cache, wanted);
  }

  /**
   * Opens the frames of a run.
   *
   * @param indexes of the video files in the data, by path
   * @param inputSize input size of the network
   * @param samples all frames that the run may train and validate on
   */
  static TrainingFrames open(
      Storage storage,
      Map<String, VideoIndex> indexes,
      Size inputSize,
      TrainingSettings settings,
      FrameWindows windows,
      TrainingSamples samples) {
    Optional<FrameCache> cache = settings.frameCache().open();
    TrainingFrames frames =
        new TrainingFrames(storage, indexes, inputSize, settings, windows, cache);
    frames.wanted.add(locations(samples.validation()), windows);
    cache.ifPresent(files -> frames.reserve(files, samples, inputSize));
    return frames;
  }

  /** The size of frames whose smallest crop has the network's input size. */
  private static Size uncropped(Size input, Augmentation augmentation) {
    double scale = augmentation.crop() > 0 ? augmentation.cropScale() : 1;
    return new Size(
        (int) Math.ceil(input.width() / scale), (int) Math.ceil(input.height() / scale));
  }

  private static List<VideoFrame> locations(List<Sample> samples) {
    return samples.stream().map(Sample::frame).toList();
  }

  private void reserve(FrameCache cache, TrainingSamples samples, Size inputSize) {
    Set<String> groups = training.groups(files(samples.training()));
    groups.addAll(validation.groups(files(samples.validation())));
    long draws =
        (long) settings.epochs()
            * settings.length(samples.training().size()).stepsPerEpoch()
            * settings.optimizer().accumulatedBatches()
            * settings.batchSize();
    long frames = Math.min(samples.training().size(), draws) + samples.validation().size();
    cache.reserve(groups, frames * SampleFiles.BYTES_PER_PIXEL * inputSize.pixels());
  }

  /** A location in each file, or folder of pictures. */
  private static List<FrameLocation> files(List<Sample> samples) {
    Set<String> seen = new HashSet<>();
    List<FrameLocation> locations = new ArrayList<>();
    for (Sample sample : samples) {
      VideoFrame frame = sample.frame();
      Stream.concat(Stream.of(frame.image()), frame.map().stream())
          .filter(location -> location.isFile() || seen.add(location.path()))
          .forEach(locations::add);
    }
    return locations;
  }

  /**
   * Checks the ground truth.
   *
   * @param isNamed whether an error of a video ends the run; else the video is left out
   */
  TruthCheck.Result check(TrainingSamples samples, Predicate<String> isNamed, int threads)
      throws InterruptedException {
    if (samples.training().size() <= TruthCheck.MOST_TRAINING_MAPS) {
      wanted.add(locations(samples.training()), windows);
    }
    TruthCheck.Result result = new TruthCheck(training, validation, isNamed, threads).of(samples);
    wanted.add(EpochPlans.frames(result.samples().training(), settings), windows);
    return result;
  }

  /** Reads training frames. */
  SampleFiles training() {
    return training;
  }

  /** Reads validation frames. */
  SampleFiles validation() {
    return validation;
  }

  @Override
  public void close() {
    training.close();
    validation.close();
  }
}
