package org.saliency.spark.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.settings.Secrets;

/** A run event after the specification of OpenLineage 2-0-2. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LineageEvent(
    String eventType,
    String eventTime,
    Run run,
    Job job,
    List<Dataset> inputs,
    List<Dataset> outputs,
    String producer,
    @JsonProperty("schemaURL") String schemaUrl) {

  private static final String SPECIFICATION = "https://openlineage.io/spec/";
  private static final String PRODUCER = "urn:saliency:spark-jobs";

  /** Type of an event. */
  enum Type {
    START,
    COMPLETE,
    FAIL,
    ABORT
  }

  /** A thing in a namespace. */
  record Named(String namespace, String name) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Run(String runId, Map<String, Object> facets) {}

  record Job(String namespace, String name, Map<String, Object> facets) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Dataset(String namespace, String name, Map<String, Object> outputFacets) {}

  /**
   * Creates an event that happens now.
   *
   * @param error of a failed run, else null
   * @param frames number of frames in the output, else null
   */
  static LineageEvent of(
      Type type, ReportedRun run, LineageSettings settings, String error, Long frames) {
    return new LineageEvent(
        type.name(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        new Run(run.id(), runFacets(run, settings, error)),
        new Job(settings.namespace(), "saliency." + run.command(), jobFacets()),
        run.inputs().stream().map(path -> dataset(path, Map.of())).toList(),
        List.of(dataset(run.output(), statistics(frames))),
        PRODUCER,
        SPECIFICATION + "2-0-2/OpenLineage.json#/$defs/RunEvent");
  }

  private static Dataset dataset(String path, Map<String, Object> facets) {
    Named named = LineageDataset.of(path);
    return new Dataset(named.namespace(), named.name(), facets);
  }

  private static Map<String, Object> statistics(Long frames) {
    return frames == null
        ? Map.of()
        : Map.of(
            "outputStatistics",
            facet("1-0-2/OutputStatisticsOutputDatasetFacet", Map.of("rowCount", frames)));
  }

  private static Map<String, Object> runFacets(
      ReportedRun run, LineageSettings settings, String error) {
    Map<String, Object> facets = new LinkedHashMap<>();
    facets.put(
        "processing_engine",
        facet(
            "1-1-1/ProcessingEngineRunFacet",
            Map.of("name", "spark", "version", run.sparkVersion())));
    settings
        .parent()
        .ifPresent(
            parent ->
                facets.put(
                    "parent",
                    facet(
                        "1-0-1/ParentRunFacet",
                        Map.of(
                            "run",
                            Map.of("runId", parent.run().toString()),
                            "job",
                            new Named(parent.namespace(), parent.job())))));
    if (error != null) {
      facets.put(
          "errorMessage",
          facet(
              "1-0-1/ErrorMessageRunFacet",
              Map.of("message", Secrets.mask(error), "programmingLanguage", "JAVA")));
    }
    return facets;
  }

  private static Map<String, Object> jobFacets() {
    return Map.of(
        "jobType",
        facet(
            "2-0-3/JobTypeJobFacet",
            Map.of("processingType", "BATCH", "integration", "SALIENCY", "jobType", "COMMAND")));
  }

  private static Map<String, Object> facet(String schema, Map<String, Object> content) {
    String name = schema.substring(schema.indexOf('/') + 1);
    Map<String, Object> facet = new LinkedHashMap<>(content);
    facet.put("_producer", PRODUCER);
    facet.put("_schemaURL", SPECIFICATION + "facets/" + schema + ".json#/$defs/" + name);
    return facet;
  }
}
