package org.saliency.training;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.model.ModelDescription;
import org.saliency.model.ProvenanceNotes;

/**
 * Origin of trained weights, for the description of a model.
 *
 * @param note text of the user; may be empty
 */
record Provenance(TrainingArguments arguments, TrainingSettings settings, String note) {

  /**
   * Texts by key.
   *
   * @param initial description of the model that was trained
   * @param epoch epoch of the weights
   * @param frames number of training frames
   */
  Map<String, String> of(ModelDescription initial, int epoch, int frames) {
    Map<String, String> texts = new TreeMap<>(initial.provenance());
    texts.put("trained_from", initial.hash());
    texts.put("data", arguments.folders());
    ProvenanceNotes.put(note, texts);
    texts.put(
        "training",
        String.format(
            Locale.ROOT,
            "epoch %d of %d, batches of %d from %d frames, seed %d",
            epoch,
            settings.epochs(),
            settings.batchSize(),
            frames,
            settings.seed()));
    return texts;
  }
}
