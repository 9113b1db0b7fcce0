package dev.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The record tree of {@code sample.schema.json}: one component of each kind that is mapped. */
record Sample(
    Node node,
    Listener listener,
    Mode mode,
    double ratio,
    int count,
    long total,
    boolean verbose,
    List<Path> models,
    List<Route> routes,
    Map<String, Label> labels) {

  record Node(String id) {
    Node {
      if (id.contains(" ")) {
        throw new IllegalArgumentException("the id must not hold a space");
      }
    }
  }

  record Listener(String host, int port, Duration connectTimeout, DataSize packetSize) {}

  enum Mode {
    FAST_LANE,
    SLOW_LANE
  }

  record Route(String name, Optional<Duration> deadline, int priority) {}

  record Label(int weight) {}
}
