package dev.sluice.topic;

import java.util.Optional;

/**
 * {@code $share/name/filter}: the filter of a Shared Subscription and the name of those who share
 * it (section 4.8.2).
 *
 * @param shareName at least one character, without '/', '+' and '#' [MQTT-4.8.2-1]
 * @param filter what the members subscribe to together
 */
public record SharedFilter(String shareName, TopicFilter filter) {
  private static final String PREFIX = "$share/";

  /** Whether the filter as sent is meant to be shared, well formed or not. */
  public static boolean isMeant(String filterAsSent) {
    return filterAsSent.startsWith(PREFIX);
  }

  /** Empty when it is not shared, or not well formed. */
  public static Optional<SharedFilter> parse(String filterAsSent) {
    int slash = isMeant(filterAsSent) ? filterAsSent.indexOf('/', PREFIX.length()) : -1;
    if (slash <= PREFIX.length()) {
      return Optional.empty();
    }
    String name = filterAsSent.substring(PREFIX.length(), slash);
    if (name.indexOf('+') >= 0 || name.indexOf('#') >= 0) {
      return Optional.empty(); // [MQTT-4.8.2-2]
    }
    return TopicFilter.parse(filterAsSent.substring(slash + 1))
        .map(filter -> new SharedFilter(name, filter));
  }
}
