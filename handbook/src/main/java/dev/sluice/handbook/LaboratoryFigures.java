package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows that {@code ./sluice policy simulate --json} writes. */
record LaboratoryFigures(JsonNode rows) {
  private static final double ALL = 100;

  static LaboratoryFigures read(Path file) throws IOException {
    return new LaboratoryFigures(
        JsonMapper.shared().readTree(Files.readString(file)).path("results"));
  }

  /** A figure from 0 to 1 in percent, by scenario and policy, as the mean over the seeds. */
  Map<String, Map<String, Double>> percent(String figure) {
    Map<String, Map<String, Double>> sums = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (JsonNode row : rows) {
      String scenario = row.path("scenario").asString();
      String policy = row.path("policy").asString();
      sums.computeIfAbsent(scenario, name -> new LinkedHashMap<>())
          .merge(policy, ALL * row.path(figure).asDouble(), Double::sum);
      counts.merge(scenario + " " + policy, 1, Integer::sum);
    }
    sums.forEach(
        (scenario, of) ->
            of.replaceAll((policy, sum) -> sum / counts.get(scenario + " " + policy)));
    return sums;
  }
}
