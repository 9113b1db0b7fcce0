package dev.sluice.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A cloud bridge's. */
final class CloudScreen extends Screen {
  @Override
  String program() {
    return "cloud";
  }

  @Override
  Standing standing(JsonNode status) {
    return status.path("ready").asBoolean(false) ? Standing.HEALTHY : Standing.NOT_READY;
  }

  @Override
  List<String> lines(Figures now) {
    List<String> lines = new ArrayList<>();
    lines.add(row("cloud", standing(now.at("")).word()));
    if (standing(now.at("")) != Standing.HEALTHY) {
      lines.add(
          row(
              "  ! broker",
              "no message of the bridge to itself comes back through it, or it gives no commands"));
    }
    lines.add(
        row(
            "requests",
            "%s, waiting %s, running %s"
                .formatted(now.count("/requests"), now.whole("/queued"), now.whole("/running"))));
    lines.add(row("outcomes", outcomes(now)));
    lines.add(
        row(
            "edge nodes",
            "%s, two lives of one name %s"
                .formatted(now.whole("/edges"), now.count("/rivalEpochs"))));
    lines.add(
        row(
            "repeated",
            "arrived again %s, answered again %s, dropped %s"
                .formatted(
                    now.count("/duplicates"), now.count("/replays"), now.count("/dropped"))));
    lines.add(
        row(
            "forwarded",
            "published %s, waiting %s (%s, oldest %s)"
                .formatted(
                    now.count("/forward/published"),
                    now.whole("/forward/waiting"),
                    Words.bytes(now.number("/forward/storeBytes")),
                    Words.duration(now.number("/forward/oldestSeconds")))));
    lines.add(
        row(
            "given up",
            "expired %s, unreadable %s, too large %s, refused %s"
                .formatted(
                    now.count("/forward/expired"),
                    now.count("/forward/unreadable"),
                    now.count("/forward/tooLarge"),
                    now.count("/forward/refused"))));
    lines.addAll(few(models(now.at("/models"))));
    return lines;
  }

  private static String outcomes(Figures now) {
    String all =
        now.at("/outcomes")
            .propertyStream()
            .map(outcome -> outcome.getKey() + " " + now.count("/outcomes/" + outcome.getKey()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "-" : all;
  }

  private static List<String> models(JsonNode models) {
    List<String> rows = new ArrayList<>();
    for (JsonNode model : models) {
      rows.add(row(rows.isEmpty() ? "models" : "", model.asString("")));
    }
    return rows;
  }
}
