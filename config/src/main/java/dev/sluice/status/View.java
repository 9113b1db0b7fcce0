package dev.sluice.status;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a program's status once for each view, and remembers the one before for the rates. */
final class View {
  private record Reading(JsonNode status, long atNanos) {}

  private final AdminPort port;
  private Optional<Reading> before = Optional.empty();
  private Standing standing = Standing.UNREACHABLE;

  View(AdminPort port) {
    this.port = port;
  }

  /** As it is now; a program that is away is shown as such. */
  List<String> next() throws InterruptedException {
    try {
      Reading now = new Reading(port.read(), System.nanoTime());
      Screen screen = Screen.of(now.status());
      Figures figures =
          before
              .map(was -> Figures.since(was.status(), now.status(), seconds(was, now)))
              .orElseGet(() -> Figures.of(now.status()));
      before = Optional.of(now);
      standing = screen.standing(now.status());
      return screen.lines(figures);
    } catch (Unreachable e) {
      before = Optional.empty();
      standing = Standing.UNREACHABLE;
      return List.of("%s: unreachable: %s".formatted(port.address(), e.getMessage()));
    }
  }

  /** What the last view showed. */
  Standing standing() {
    return standing;
  }

  private static double seconds(Reading was, Reading now) {
    return (now.atNanos() - was.atNanos()) / 1e9;
  }
}
