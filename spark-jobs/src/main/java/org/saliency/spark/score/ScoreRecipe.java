package org.saliency.spark.score;

import java.io.Serializable;
import java.util.Set;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.drawing.Overlay;
import org.saliency.frame.Size;
import org.saliency.metric.Profile;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.serving.ModelHandle;

/**
 * Recipe from which an executor opens the model, decoders and writers to score segments.
 *
 * @param model model to open on the executor
 * @param modelMapSize size of the maps that the model predicts
 * @param device device that runs the model
 * @param batchSize frames per forward pass
 * @param predictEvery distance of the frames whose maps are predicted, the others are interpolated
 * @param mapSize size of the written maps
 * @param formats output formats
 * @param overlay style of the overlay videos
 * @param frameRate frames per second of videos made from image files
 * @param profile metrics of frames with ground truth
 * @param stallSeconds seconds without progress after which a task logs a warning; 0 for never
 * @param output path of the output folder
 * @param run random id of the run
 * @param hadoop configuration of the file systems
 */
public record ScoreRecipe(
    ModelHandle model,
    Size modelMapSize,
    DeviceChoice device,
    int batchSize,
    int predictEvery,
    MapSize mapSize,
    Set<Format> formats,
    Overlay overlay,
    int frameRate,
    Profile profile,
    int stallSeconds,
    String output,
    String run,
    SerializableConfiguration hadoop)
    implements Serializable {

  /** Whether frames are shown at their own size, in overlays. */
  boolean showsFrames() {
    return formats.contains(Format.OVERLAY);
  }
}
