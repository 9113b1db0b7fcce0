package dev.sluice.edge.core;

import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a message asks for beyond its route: deadline, priority, privacy, from User Properties.
 *
 * @param deadline relative to arrival; empty when the answer may wait
 * @param priority 0 to 9
 * @param id the sender's own name for the message, where the payload cannot hold one
 * @param fault one line for the sender when a property cannot be read; the rest is then the route's
 *     own
 */
record RequestTerms(
    Optional<Duration> deadline,
    int priority,
    Privacy privacy,
    Optional<String> id,
    Optional<String> fault) {
  static final String DEADLINE = "x-deadline-ms";
  static final String PRIORITY = "x-priority";
  static final String NO_OFFLOAD = "x-no-offload";
  static final String ID = "x-id";
  private static final int ID_CHARS_MAX = 256;
  private static final long DEADLINE_MS_MAX = Duration.ofDays(1).toMillis();

  /** A User Property that cannot be read; the message is one line for the sender. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  static RequestTerms of(Route route, PublishProperties properties) {
    try {
      return new RequestTerms(
          deadline(route, properties),
          priority(route, properties),
          privacy(route, properties),
          id(properties),
          Optional.empty());
    } catch (Unreadable e) {
      return new RequestTerms(
          route.deadline(),
          route.priority(),
          route.privacy(),
          properties.user(ID).filter(id -> id.length() <= ID_CHARS_MAX),
          Optional.of(e.getMessage()));
    }
  }

  /** The sender's deadline, else the route's; Message Expiry only caps it. */
  private static Optional<Duration> deadline(Route route, PublishProperties properties)
      throws Unreadable {
    Optional<String> asked = properties.user(DEADLINE);
    Optional<Duration> deadline =
        asked.isPresent()
            ? Optional.of(Duration.ofMillis(wholeNumber(DEADLINE, asked.get(), 1, DEADLINE_MS_MAX)))
            : route.deadline();
    OptionalLong expiry = properties.messageExpirySeconds();
    if (expiry.isEmpty()) {
      return deadline;
    }
    Duration cap = Duration.ofSeconds(expiry.getAsLong());
    return deadline.isEmpty() || cap.compareTo(deadline.get()) < 0 ? Optional.of(cap) : deadline;
  }

  private static int priority(Route route, PublishProperties properties) throws Unreadable {
    Optional<String> asked = properties.user(PRIORITY);
    return asked.isPresent() ? (int) wholeNumber(PRIORITY, asked.get(), 0, 9) : route.priority();
  }

  /** The sender can make a route stricter, never laxer; of several words the strictest counts. */
  private static Privacy privacy(Route route, PublishProperties properties) throws Unreadable {
    Privacy privacy = route.privacy();
    for (UserProperty asked : properties.userProperties()) {
      if (asked.name().equals(NO_OFFLOAD)) {
        privacy = mustStay(asked.value()) ? Privacy.LOCAL_ONLY : privacy;
      }
    }
    return privacy;
  }

  private static boolean mustStay(String asked) throws Unreadable {
    return switch (asked) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new Unreadable(NO_OFFLOAD + " must be true or false (found '" + asked + "')");
    };
  }

  private static Optional<String> id(PublishProperties properties) throws Unreadable {
    Optional<String> id = properties.user(ID);
    if (id.isPresent() && id.get().length() > ID_CHARS_MAX) {
      throw new Unreadable(ID + " must have at most " + ID_CHARS_MAX + " characters");
    }
    return id;
  }

  private static long wholeNumber(String name, String text, long min, long max) throws Unreadable {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the one line that names the range
    }
    throw new Unreadable(
        name + " must be a whole number from " + min + " to " + max + " (found '" + text + "')");
  }
}
