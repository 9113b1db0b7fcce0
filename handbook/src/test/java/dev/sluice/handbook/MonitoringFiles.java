package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files for Prometheus and Grafana that are shipped. */
final class MonitoringFiles {
  static final String ALERTS = "config/monitoring/sluice-alerts.yaml";
  static final String DASHBOARD = "config/monitoring/sluice-dashboard.json";

  /** One expression of PromQL, and where it is from. */
  record Expression(String of, String text) {}

  private MonitoringFiles() {}

  static JsonNode alerts() throws IOException {
    return new YAMLMapper().readTree(read(ALERTS));
  }

  static JsonNode dashboard() throws IOException {
    return JsonMapper.shared().readTree(read(DASHBOARD));
  }

  private static String read(String name) throws IOException {
    return Files.readString(Repository.root().resolve(name));
  }

  static List<Expression> expressions() throws IOException {
    List<Expression> all = new ArrayList<>();
    for (JsonNode rule : alerts().at("/groups/0/rules")) {
      all.add(
          new Expression("alert " + rule.path("alert").asString(), rule.path("expr").asString()));
    }
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        all.add(
            new Expression(
                "panel " + panel.path("title").asString(), target.path("expr").asString()));
      }
    }
    return all;
  }
}
