package org.saliency.model;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Notes in a model's provenance, such as licences: of its own training, and of the models that its
 * weights come from.
 */
public final class ProvenanceNotes {

  private static final String OWN = "note";
  private static final String OF_WEIGHTS = "weights_note";

  private ProvenanceNotes() {}

  /**
   * Sets the note of a training; the note of the model that it started from stays, as one of the
   * weights.
   *
   * @param note may be blank, which changes nothing
   */
  public static void put(String note, Map<String, String> provenance) {
    if (!note.isBlank() && !note.equals(provenance.get(OWN))) {
      addOfWeights(Map.copyOf(provenance), provenance);
      provenance.put(OWN, note);
    }
  }

  /** Adds the notes of a model that weights were taken from. */
  static void addOfWeights(Map<String, String> source, Map<String, String> provenance) {
    Set<String> notes = new LinkedHashSet<>();
    Stream.of(provenance.get(OF_WEIGHTS), source.get(OF_WEIGHTS), source.get(OWN))
        .filter(Objects::nonNull)
        .forEach(notes::add);
    if (!notes.isEmpty()) {
      provenance.put(OF_WEIGHTS, String.join("; ", notes));
    }
  }
}
