package org.saliency.spark.score;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.drawing.Overlay;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.metric.Profile;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.serving.ModelHandle;

/**
 * What an executor needs to know to score segments; models and decoders are made from it there.
 *
 * @param model opened there
 * @param modelMapSize size of the maps that it gives
 * @param device where it runs
 * @param batchSize frames in one forward pass; a smaller last batch is filled up, so that maps do
 *     not depend on how the work is divided
 * @param mapSize size of the maps to write
 * @param formats what is written
 * @param overlay how frames and maps are shown together
 * @param frameRate frames in a second of videos that are made of pictures
 * @param profile how frames with ground truth are measured
 * @param stallSeconds time without a frame that moves that a task warns of; 0 for never
 * @param output path of the output folder
 * @param hadoop settings of the file systems
 */
public record ScoreRecipe(
    ModelHandle model,
    Size modelMapSize,
    DeviceChoice device,
    int batchSize,
    MapSize mapSize,
    Set<Format> formats,
    Overlay overlay,
    int frameRate,
    Profile profile,
    int stallSeconds,
    String output,
    SerializableConfiguration hadoop)
    implements Serializable {

  /** Size that frames are scaled to when they are decoded; empty where they are shown, too. */
  Optional<Size> decodedSize() {
    return decodedSize(formats, model.inputSize());
  }

  /**
   * Size that frames are scaled to when they are decoded; empty where they are shown, too.
   *
   * @param formats what is written
   * @param inputSize of the model
   */
  public static Optional<Size> decodedSize(Set<Format> formats, Size inputSize) {
    return formats.contains(Format.OVERLAY) ? Optional.empty() : Optional.of(inputSize);
  }

  /** What metrics are measured at: the depth of the files that {@code evaluate} would read. */
  MapDepth depth() {
    return formats.contains(Format.PNG16) && !formats.contains(Format.PNG)
        ? MapDepth.SIXTEEN_BITS
        : MapDepth.EIGHT_BITS;
  }
}
