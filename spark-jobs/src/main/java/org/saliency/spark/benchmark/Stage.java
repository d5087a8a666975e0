package org.saliency.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.FixationFile;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Profile;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.training.StepTiming;

/** Measurable stages, in the order in which they are measured. */
enum Stage {
  /**
   * From the start of this process to the first map on disk: start of Java, start of Spark and a
   * scoring job with one image, without generating frames and a model.
   */
  START {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      return JobFigures.start(bench);
    }
  },

  /**
   * From files to frames scaled as in a scoring task: images, or the frames of video files in
   * order.
   */
  DECODE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      BenchmarkFrames frames = bench.frames();
      List<FrameFiles> files =
          Stream.generate(() -> frames.open(Optional.of(bench.inputSize())))
              .limit(bench.cores())
              .toList();
      try {
        Map<String, Object> figures =
            Throughput.measure(
                    files.size(),
                    bench.settings().seconds(),
                    1,
                    (thread, i) -> frames.decode(files.get(thread), i, bench.showsFrames()))
                .figures();
        figures.put("input", frames.toString());
        return figures;
      } finally {
        files.forEach(FrameFiles::close);
      }
    }
  },

  /**
   * From decoded frames to maps of the model's output size, with as many parallel forward passes as
   * there are tasks.
   */
  MODEL {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      ServingModel model = bench.serving();
      int batchSize = bench.batchSize();
      int window = bench.model().network().options().window();
      Frame frame = bench.decoded(1).get(0);
      List<List<Frame>> batch = Collections.nCopies(batchSize, Collections.nCopies(window, frame));
      return Throughput.measure(
              bench.cores(),
              bench.settings().seconds(),
              batchSize,
              (thread, i) -> model.predictWindows(batch, 1))
          .figures();
    }
  },

  /** From a map of the model's output size to a PNG file of the frame's size, in memory. */
  ENCODE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      List<SaliencyMap> maps = bench.predictions();
      Size size = bench.frames().size();
      return Throughput.measure(
              bench.cores(),
              bench.settings().seconds(),
              1,
              (thread, i) ->
                  QuantisedMap.of(maps.get(i % maps.size()), size, MapDepth.EIGHT_BITS).png())
          .figures();
    }
  },

  /**
   * The work of {@code evaluate} per frame: reads the predicted map, the ground-truth map and the
   * fixations, all PNG of the same size, and computes the metrics. Measured for two profiles, at
   * the size of the frames and at the model's input size.
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
                  (thread, i) -> evaluate(predictions, footage, profile, i));
          figures.put(profile.option() + "_" + size, throughput.figures());
        }
      }
      return figures;
    }
  },

  /** A scoring job on Spark, from files to files: throughput of its tasks and of the whole job. */
  WHOLE {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException {
      return JobFigures.whole(bench);
    }
  },

  /**
   * {@code SaliencyPredictor} on Spark: from a cached table of image files to maps as PNG, which
   * are discarded. Sizes and settings as for {@link #WHOLE}, but without reading and writing files.
   */
  PREDICTOR {
    @Override
    Map<String, Object> measure(Workbench bench) throws IOException {
      return JobFigures.predictor(bench);
    }
  },

  /** Training steps on batches of noise; see {@link StepTiming}. */
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

  /** Measures the stage; returns figures by name, in display order. */
  abstract Map<String, Object> measure(Workbench bench) throws IOException, InterruptedException;

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
