package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceNotesTest {

  private final Map<String, String> provenance = new HashMap<>();

  @Test
  void eachTrainingKeepsTheNotesBeforeIt() {
    ProvenanceNotes.put("first", provenance);
    ProvenanceNotes.put("", provenance);
    assertThat(provenance).isEqualTo(Map.of("note", "first"));

    ProvenanceNotes.put("second", provenance);
    ProvenanceNotes.put("second", provenance);
    ProvenanceNotes.put("third", provenance);

    assertThat(provenance).isEqualTo(Map.of("note", "third", "weights_note", "first; second"));
  }

  @Test
  void weightsWithoutANoteChangeNothing() {
    ProvenanceNotes.addOfWeights(Map.of("data", "osie"), provenance);

    assertThat(provenance).isEmpty();
  }
}
