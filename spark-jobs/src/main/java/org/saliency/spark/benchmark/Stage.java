package org.saliency.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.FixationFile;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Profile;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Manifest;
import org.saliency.storage.LocalStorage;
import org.saliency.torchscript.PyTorch;
import org.saliency.torchscript.ServingModel;
import org.saliency.training.StepTiming;

/** What can be measured, in the order in which it is. */
enum Stage {
  /**
   * From the start of this process to the first map on disk, less what only a benchmark does
   * (making frames and a model): start of Java, start of Spark, and a scoring job of one frame.
   */
  START {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      bench.frames(); // made, when it is, outside of the time
      long start = System.nanoTime();
      bench.spark();
      double spark = (System.nanoTime() - start) / 1e9;
      double job = bench.secondsOfFirstMap();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("seconds_to_first_map", bench.secondsOfJava() + spark + job);
      figures.put("seconds_of_java", bench.secondsOfJava());
      figures.put("seconds_of_spark", spark);
      figures.put("seconds_of_job", job);
      return figures;
    }
  },

  /** From the bytes of a frame's file to its pixels. */
  DECODE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      BenchmarkFrames frames = bench.frames();
      return Throughput.measure(bench.cores(), bench.settings().seconds(), 1, frames::frame)
          .figures();
    }
  },

  /**
   * From pixels to maps of the model's size, in as many forward passes side by side as tasks do.
   */
  MODEL {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      ServingModel model = bench.serving();
      int batchSize = bench.batchSize();
      int window = bench.model().network().options().window();
      Frame frame = bench.frames().frame(0);
      List<List<Frame>> batch = Collections.nCopies(batchSize, Collections.nCopies(window, frame));
      return Throughput.measure(
              bench.cores(),
              bench.settings().seconds(),
              batchSize,
              i -> model.predictWindows(batch, 1))
          .figures();
    }
  },

  /** From a map of the model's size to a PNG file in memory, of the frame's size. */
  ENCODE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      List<SaliencyMap> maps = bench.predictions();
      Size size = bench.frames().size();
      return Throughput.measure(
              bench.cores(),
              bench.settings().seconds(),
              1,
              i -> QuantisedMap.of(maps.get(i % maps.size()), size, MapDepth.EIGHT_BITS).png())
          .figures();
    }
  },

  /**
   * What {@code evaluate} does for a frame: reads a predicted map, the true map and the fixations,
   * all PNG of one size, and measures. By two profiles, at the frames' size and at the model's.
   */
  METRICS {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      Map<String, Object> figures = new LinkedHashMap<>();
      for (Size size :
          new LinkedHashSet<>(
              List.of(bench.settings().frameSize(), bench.model().description().inputSize()))) {
        SyntheticFootage footage = bench.synthetic(size);
        List<byte[]> predictions = footage.predictions();
        for (Profile profile : List.of(Profile.MSU_SAVAM, Profile.MSU_CHALLENGE)) {
          Throughput throughput =
              Throughput.measure(
                  bench.cores(),
                  bench.settings().seconds(),
                  1,
                  i -> evaluate(predictions, footage, profile, i));
          figures.put(profile.option() + "_" + size, throughput.figures());
        }
      }
      return figures;
    }
  },

  /**
   * A scoring job on Spark, from files to files: rates of its tasks, and with its beginning and
   * end.
   */
  WHOLE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      bench.frames();
      int frames = bench.settings().frames();
      bench.score(Math.max(1, frames / WARM_UP_SHARE));
      long start = System.nanoTime();
      double coreStart = coreSeconds();
      Manifest manifest = bench.score(frames);
      double all = (System.nanoTime() - start) / 1e9;
      double cores = coreSeconds() - coreStart;
      double tasks = manifest.stageSeconds().get("score");
      double predicting = manifest.stageSeconds().get("tasks_predict");
      boolean isGpu = manifest.device().startsWith("gpu");
      int slots = isGpu ? 1 : bench.spark().sparkContext().defaultParallelism();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("frames_per_second", frames / tasks);
      figures.put("frames_per_core_second", frames / cores);
      figures.put("frames_per_second_of_the_job", frames / all);
      figures.put("device_busy_share", Math.min(1, predicting / (tasks * slots)));
      figures.put("frames", frames);
      return figures;
    }
  },

  /** Steps of training on batches of noise; see {@link StepTiming}. */
  TRAIN {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException {
      BenchmarkSettings settings = bench.settings();
      Settings train = bench.section("train");
      StepTiming timing =
          StepTiming.measure(
              bench.model(),
              settings.trainingBatchSize(),
              settings.trainingSteps(),
              train.choice("device", PyTorch.DeviceChoice.class),
              train.choice("precision", PyTorch.PrecisionChoice.class));
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("seconds_per_step", timing.medianSeconds());
      figures.put("images_per_second", timing.batchSize() / timing.medianSeconds());
      figures.put("core_seconds_per_step", timing.coreSeconds());
      figures.put("batch_size", timing.batchSize());
      figures.put("precision", Settings.kebab(timing.precision()));
      return figures;
    }
  };

  /** Of the frames that the whole is measured with, this part is scored before. */
  private static final int WARM_UP_SHARE = 4;

  /** Measures; figures by name, in the order in which they are shown. */
  abstract Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException;

  /** Processor time that this process took so far. */
  private static double coreSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static void evaluate(
      List<byte[]> predictions, SyntheticFootage footage, Profile profile, int index) {
    LocalStorage storage = new LocalStorage();
    try {
      String map = footage.map(index).toString();
      String fixations = footage.fixations(index).toString();
      profile.measure(
          MapFile.read(predictions.get(index % predictions.size()), "prediction " + index),
          Optional.of(MapFile.read(storage.read(map), map)),
          Optional.of(FixationFile.read(storage.read(fixations), fixations)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
