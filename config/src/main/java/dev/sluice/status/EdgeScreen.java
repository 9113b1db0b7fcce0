package dev.sluice.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An edge node's. */
final class EdgeScreen extends Screen {
  private static final String FINE = "ok";
  private static final int REASONS_MAX = 4;
  private static final String[] PLACEMENTS = {"edge", "cloud", "cache", "fallback", "none"};

  @Override
  String program() {
    return "edge";
  }

  @Override
  Standing standing(JsonNode status) {
    return switch (status.at("/health/status").asString("")) {
      case "ready" -> Standing.HEALTHY;
      case "degraded" -> Standing.DEGRADED;
      default -> Standing.NOT_READY;
    };
  }

  @Override
  List<String> lines(Figures now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "edge node",
            "%s, version %s, up %s: %s"
                .formatted(
                    now.text("/node"),
                    now.text("/version"),
                    Words.duration(now.number("/uptimeSeconds")),
                    standing(now.at("")).word())));
    lines.addAll(complaints(now.at("/health/parts")));
    lines.addAll(broker(now));
    lines.addAll(requests(now));
    lines.add(placement(now));
    lines.add(uplink(now));
    lines.addAll(few(models(now.at("/models"))));
    lines.add(journal(now));
    lines.addAll(few(lanes(now)));
    lines.add(machine(now));
    return lines;
  }

  private static List<String> complaints(JsonNode parts) {
    List<String> rows = new ArrayList<>();
    parts.forEachEntry(
        (part, word) -> {
          if (!word.asString("").equals(FINE)) {
            rows.add(row("  ! " + part, word.asString("")));
          }
        });
    return few(rows);
  }

  private static List<String> broker(Figures now) {
    return List.of(
        row(
            "clients",
            "%s connected, %s sessions, %s subscriptions, %s retained"
                .formatted(
                    now.whole("/broker/connections"),
                    now.whole("/broker/sessions"),
                    now.whole("/broker/subscriptions"),
                    now.whole("/broker/retained"))),
        row(
            "messages",
            "received %s, delivered %s, waiting %s"
                .formatted(
                    now.count("/broker/received"),
                    now.count("/broker/delivered"),
                    now.whole("/broker/queued"))),
        row(
            "dropped",
            "queue full %s, expired %s, too large %s; connects refused %s"
                .formatted(
                    now.count("/broker/droppedQueueFull"),
                    now.count("/broker/droppedExpired"),
                    now.count("/broker/droppedPacketTooLarge"),
                    now.count("/broker/refusedConnects"))));
  }

  private static List<String> requests(Figures now) {
    List<String> answers = new ArrayList<>();
    for (String placement : PLACEMENTS) {
      answers.add(placement + " " + now.count("/answers/" + placement));
    }
    return List.of(
        row(
            "requests",
            "%s, open %s, late results %s"
                .formatted(now.count("/requests"), now.whole("/open"), now.count("/lateResults"))),
        row("answers", String.join(", ", answers)),
        row("reasons", reasons(now)));
  }

  private static String reasons(Figures now) {
    String most =
        now.at("/reasons")
            .propertyStream()
            .sorted(
                Comparator.comparing(
                    (Map.Entry<String, JsonNode> reason) -> -reason.getValue().asLong(0)))
            .limit(REASONS_MAX)
            .map(reason -> reason.getKey() + " " + now.whole("/reasons/" + reason.getKey()))
            .collect(Collectors.joining(", "));
    return most.isEmpty() ? "-" : most;
  }

  private static String placement(Figures now) {
    return row(
        "placement",
        "%s, here %s waiting and %s running, for the cloud %s, deferred %s"
            .formatted(
                now.text("/policy"),
                now.whole("/backlog/localQueue"),
                now.whole("/backlog/localRunning"),
                now.whole("/backlog/outbox"),
                now.whole("/backlog/deferred")));
  }

  private static String uplink(Figures now) {
    String state = now.text("/link");
    if (state.equals("disabled")) {
      return row("uplink", state);
    }
    return row(
        "uplink",
        "%s for %s%s, round trip %s, %s Mbit/s, on the wire %s (%s)%s"
            .formatted(
                state,
                Words.duration(now.number("/linkSinceSeconds")),
                way(now),
                Words.millis(now.number("/rttMs")),
                String.format(Locale.ROOT, "%.2f", now.number("/uplinkMbps")),
                now.whole("/backlog/onWire"),
                Words.bytes(now.number("/backlog/onWireBytes")),
                certificate(now)));
  }

  /** Which of them, where there are several. */
  private static String way(Figures now) {
    return now.at("/uplinks").size() > 1 ? " by " + now.text("/uplink") : "";
  }

  /** Of the link, where there is one. */
  private static String certificate(Figures now) {
    if (!now.at("/linkCertificate").isObject()) {
      return "";
    }
    return now.at("/linkCertificate/obstacle").isString()
        ? ", " + now.text("/linkCertificate/obstacle")
        : ", certificate for %s more"
            .formatted(Words.duration(now.number("/linkCertificate/leftSeconds")));
  }

  private static List<String> models(JsonNode models) {
    List<String> rows = new ArrayList<>();
    for (JsonNode model : models) {
      rows.add(
          row(
              rows.isEmpty() ? "models" : "",
              "%s %s, median %s"
                  .formatted(
                      model.path("name").asString("-"),
                      model.path("version").asString("-"),
                      Words.millis(model.path("inferMsP50").asDouble(0)))));
    }
    return rows;
  }

  private static String journal(Figures now) {
    return now.at("/journal").isObject()
        ? row(
            "journal",
            "%s, records %s, %s on disk in %s files"
                .formatted(
                    now.text("/durability"),
                    now.count("/journal/records"),
                    Words.bytes(now.number("/journal/bytesOnDisk")),
                    now.whole("/journal/segments")))
        : row("journal", "none: durability is " + now.text("/durability"));
  }

  private static List<String> lanes(Figures now) {
    List<String> rows = new ArrayList<>();
    int number = 0;
    for (JsonNode lane : now.at("/lanes")) {
      rows.add(
          row(
              rows.isEmpty() ? "lanes" : "",
              "%s: waiting %s (%s, oldest %s), committed %s%s"
                  .formatted(
                      lane.path("name").asString("-"),
                      now.whole("/lanes/" + number + "/waiting"),
                      Words.bytes(lane.path("bytes").asDouble(0)),
                      Words.duration(lane.path("oldestSeconds").asDouble(0)),
                      now.count("/lanes/" + number + "/committed"),
                      lane.path("full").asBoolean(false) ? ", FULL" : "")));
      number++;
    }
    return rows;
  }

  private static String machine(Figures now) {
    String heat =
        now.at("/machine/celsius").isNumber()
            ? String.format(Locale.ROOT, "%.0f °C, ", now.number("/machine/celsius"))
            : "";
    return row(
        "machine",
        heat
            + String.format(
                Locale.ROOT,
                "heat %s, speed %.2f, stolen %.0f %%, models take %.2f times as long",
                now.text("/machine/heat"),
                now.number("/machine/speed"),
                100 * now.number("/machine/stolen"),
                now.number("/machine/slowdown")));
  }
}
