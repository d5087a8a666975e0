package org.saliency.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saliency.UserException;
import org.saliency.checkpoint.ElementType;
import org.saliency.checkpoint.Safetensors;
import org.saliency.checkpoint.TorchArchive;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.Calibration;
import org.saliency.network.ColourStatistics;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Quantisation;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.storage.Storage;
import org.saliency.torchscript.ArchiveWriter;

/**
 * A network with its weights and description, the content of a model file.
 *
 * @param network the operations
 * @param weights their tensors
 * @param description metadata stored in the file
 */
public record Model(Network network, Weights weights, ModelDescription description) {

  /** Name of the description in a model file and in the metadata of exported weights. */
  static final String DESCRIPTION_FILE = "saliency.json";

  private static final String CALIBRATION = "calibration";
  private static final String QUANTISATION = "quantisation";

  /** Creates a model of a named network with initial weights from a seed. */
  public static Model create(String networkName, Size inputSize, long seed) {
    return create(networkName, NetworkOptions.DEFAULTS, inputSize, seed);
  }

  /**
   * Creates a model of a named network with options and initial weights from a seed.
   *
   * @throws UserException of kind USAGE when the network cannot run on such small frames
   */
  public static Model create(
      String networkName, NetworkOptions options, Size inputSize, long seed) {
    Network network = Networks.named(networkName, options);
    int least = network.leastSide();
    if (Math.min(inputSize.width(), inputSize.height()) < least) {
      throw UserException.usage(
          "The input size %s is too small for %s with network.output-stride %d: use at least %dx%d",
          inputSize, networkName, options.outputStride(), least, least);
    }
    return of(
        network,
        Weights.initial(network, seed),
        inputSize,
        Map.of(),
        Map.of("weights", "initial, seed " + seed));
  }

  /** Combines a network and weights with a new description. */
  public static Model of(
      Network network,
      Weights weights,
      Size inputSize,
      Map<String, Double> metrics,
      Map<String, String> provenance) {
    return new Model(
        network,
        weights,
        new ModelDescription(
            ModelDescription.FORMAT,
            network.name(),
            network.options().values(),
            inputSize,
            ColourStatistics.IMAGENET,
            metrics,
            provenance,
            hash(network, weights, Calibration.NONE, Optional.empty()),
            Calibration.NONE,
            List.of(),
            null,
            null));
  }

  /**
   * The same network after training. Declared test videos, and those it was trained on before, are
   * kept; calibration and quantisation are dropped, as they were fitted to other weights.
   */
  public Model trained(
      Weights newWeights, Map<String, Double> metrics, Map<String, String> provenance) {
    Map<String, String> kept = new TreeMap<>(provenance);
    kept.keySet().removeAll(Set.of(CALIBRATION, QUANTISATION));
    return of(network, newWeights, description.inputSize(), metrics, kept)
        .declaringTests(description.declaredTests())
        .trainedOn(description.trainedVideos());
  }

  /** The same model, with these videos instead as those that it was trained on. */
  Model trainedOn(TrainedVideos videos) {
    return new Model(network, weights, description.trainedOn(videos));
  }

  /** The same model, with more videos that it was trained on. */
  public Model trainedOn(Collection<Video> videos, Storage storage) {
    return trainedOn(description.trainedVideos().with(videos, storage));
  }

  /**
   * The same model with a calibration of its maps.
   *
   * @param calibration replaces an earlier one
   * @param origin origin of the calibration, for the provenance
   */
  public Model calibrated(Calibration calibration, String origin) {
    Map<String, String> provenance = new TreeMap<>(description.provenance());
    provenance.put(CALIBRATION, origin);
    return with(provenance, calibration, quantisation(), description.declaredTests());
  }

  /**
   * The same model with a quantisation, with which frames are scored in int8.
   *
   * @param origin origin of the quantisation, for the provenance
   */
  public Model quantised(Quantisation quantisation, String origin) {
    Map<String, String> provenance = new TreeMap<>(description.provenance());
    provenance.put(QUANTISATION, origin);
    return with(
        provenance,
        description.calibration(),
        Optional.of(quantisation),
        description.declaredTests());
  }

  /** The quantisation, if there is one. */
  public Optional<Quantisation> quantisation() {
    return description.int8();
  }

  /** The same model without a calibration. */
  public Model uncalibrated() {
    Map<String, String> provenance = new TreeMap<>(description.provenance());
    provenance.remove(CALIBRATION);
    return with(provenance, Calibration.NONE, quantisation(), description.declaredTests());
  }

  /** The same model with more declared test videos. */
  public Model declaringTests(Collection<String> videos) {
    Set<String> declared = new TreeSet<>(description.declaredTests());
    if (!declared.addAll(videos)) {
      return this;
    }
    return with(
        description.provenance(), description.calibration(), quantisation(), List.copyOf(declared));
  }

  private Model with(
      Map<String, String> provenance,
      Calibration calibration,
      Optional<Quantisation> quantisation,
      List<String> declaredTests) {
    String hash = hash(network, weights, calibration, quantisation);
    return new Model(
        network,
        weights,
        description.with(provenance, calibration, quantisation, declaredTests, hash));
  }

  /**
   * The hash covers options, calibration and quantisation only where they are not the default, so
   * that models written before these existed keep their hash.
   */
  private static String hash(
      Network network,
      Weights weights,
      Calibration calibration,
      Optional<Quantisation> quantisation) {
    NetworkOptions options = network.options();
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    if (!calibration.isNone()) {
      tensors.putAll(calibration.tensors());
    }
    quantisation.ifPresent(present -> tensors.putAll(present.tensors()));
    return new Weights(tensors)
        .hash(options.equals(NetworkOptions.DEFAULTS) ? "" : options.values().toString());
  }

  /**
   * Whether a TorchScript archive is a model file; otherwise it is an external TorchScript model.
   *
   * @throws UserException when the file is missing or not a TorchScript archive
   */
  public static boolean isModelFile(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      return archive.extra(DESCRIPTION_FILE).isPresent();
    }
  }

  /**
   * Reads a model file.
   *
   * @throws UserException when the file is missing or not an archive, lacks the description, or its
   *     tensors do not fit the network that it names
   */
  public static Model read(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      return read(file, archive);
    }
  }

  /**
   * Reads a model file without hashing its weights, for readers that know its hash or need none.
   *
   * @return the model; the hash in its description is what the file says
   * @throws UserException as {@link #read}
   */
  public static Model readUnverified(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      return ModelArchive.model(file, archive);
    }
  }

  private static Model read(Path file, TorchArchive archive) {
    Model model = ModelArchive.model(file, archive);
    return described(model.network, model.weights, model.description);
  }

  /** A model with its own hash, as that of the description may be of weights replaced since. */
  static Model described(Network network, Weights weights, ModelDescription description) {
    return new Model(network, weights, description)
        .with(
            description.provenance(),
            description.calibration(),
            description.int8(),
            description.declaredTests());
  }

  /** Writes the model to a file that PyTorch can open; it appears complete or not at all. */
  public void write(Path file) throws IOException {
    WholeFile.write(
        file,
        partial ->
            ArchiveWriter.write(
                partial, network, weights, Map.of(DESCRIPTION_FILE, Json.write(description))));
  }

  /** Writes the weights alone as safetensors, with the description as metadata. */
  public void writeSafetensors(Path file) throws IOException {
    writeSafetensors(file, ElementType.FLOAT32);
  }

  /**
   * Writes the weights alone as safetensors, with the description as metadata.
   *
   * @param kernels type of convolution kernels
   */
  public void writeSafetensors(Path file, ElementType kernels) throws IOException {
    Map<String, String> metadata =
        Map.of("format", "pt", DESCRIPTION_FILE, Json.write(description));
    WholeFile.write(
        file, partial -> Safetensors.write(partial, weights.tensors(), metadata, kernels));
  }

  /**
   * The form of the network that scores frames.
   *
   * @throws java.util.NoSuchElementException for a quantised target without a quantisation
   */
  public ServingForm servingForm(ServingTarget target) {
    ServingForm form = compiled(target);
    if (target.isQuantised()) {
      form = form.quantised(quantisation().orElseThrow());
    }
    return form.calibrated(description.calibration(), description.inputSize());
  }

  /** The form of the network that gives histograms of the results of its convolutions. */
  public ServingForm observedForm() {
    return compiled(ServingTarget.INT8).observed();
  }

  private ServingForm compiled(ServingTarget target) {
    return ServingForm.compile(
        network, weights, description.inputSize(), description.normalisation(), target);
  }
}
