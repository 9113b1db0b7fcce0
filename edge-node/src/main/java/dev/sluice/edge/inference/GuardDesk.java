package dev.sluice.edge.inference;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.policy.RouteGuards;
import dev.sluice.policy.RouteGuards.Verdict;
import dev.sluice.policy.guard.Facts;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds messages against the guards of their route. */
final class GuardDesk {
  private static final Verdict UNGUARDED = new Verdict(true, false, Optional.empty());

  private final Supplier<LocalDateTime> time;

  GuardDesk(Supplier<LocalDateTime> time) {
    this.time = time;
  }

  Verdict judge(RouteGuards guards, Message message) {
    if (guards.isEmpty()) {
      return UNGUARDED;
    }
    return guards.judge(
        new Facts(
            message.topic().value(), message.payload().bytes(), properties(message), time.get()));
  }

  /** Of several with one name the first counts, as everywhere else. */
  private static Map<String, String> properties(Message message) {
    Map<String, String> properties = new HashMap<>();
    for (UserProperty property : message.properties().userProperties()) {
      properties.putIfAbsent(property.name(), property.value());
    }
    return properties;
  }
}
