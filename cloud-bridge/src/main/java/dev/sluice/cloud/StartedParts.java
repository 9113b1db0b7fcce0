package dev.sluice.cloud;

import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process has started, to be stopped in reverse. */
final class StartedParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

  private final ArrayDeque<Part> started = new ArrayDeque<>();

  private record Part(String name, Stop stop) {}

  /** How one is stopped. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }

  void add(String name, Stop stop) {
    started.push(new Part(name, stop));
  }

  /** Each of them, whatever the others do. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.stop().run();
      } catch (Exception e) {
        LOG.warn("event=stop-failed part={} cause=\"{}\"", part.name(), e.toString());
      }
    }
  }
}
