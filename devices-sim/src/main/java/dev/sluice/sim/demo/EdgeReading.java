package dev.sluice.sim.demo;

import tools.jackson.databind.JsonNode;

/** The edge node's own view of its link and backlog, from its admin page. */
record EdgeReading(
    String link, long localQueue, long outbox, long deferred, long onWire, double rttMs) {

  static EdgeReading of(JsonNode status) {
    JsonNode link = status.path("link");
    JsonNode backlog = status.path("backlog");
    return new EdgeReading(
        link.isObject() ? link.path("state").asString("?") : link.asString("?"),
        backlog.path("localQueue").asLong(0),
        backlog.path("outbox").asLong(0),
        backlog.path("deferred").asLong(0),
        backlog.path("onWire").asLong(0),
        (link.isObject() ? link : status).path("rttMs").asDouble(0));
  }

  long waiting() {
    return localQueue + outbox + deferred + onWire;
  }
}
