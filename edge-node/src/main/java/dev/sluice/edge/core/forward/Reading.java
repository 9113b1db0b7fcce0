package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a rule finds in a payload.
 *
 * @param number that its deadband compares; empty when it has none, or it is not there
 * @param payload without what must not leave; as it came when that cannot be told
 * @param complete whether all was found that the rule has to look at
 */
record Reading(OptionalDouble number, Payload payload, boolean complete) {

  static Reading of(UpRule rule, Payload payload, JsonFields json) {
    Optional<Deadband> deadband = rule.selection().deadband();
    OptionalDouble number =
        deadband.isPresent() ? number(deadband.get(), payload, json) : OptionalDouble.empty();
    Optional<Payload> redacted =
        rule.redactions().isEmpty()
            ? Optional.of(payload)
            : json.redact(payload, rule.redactions());
    boolean complete = redacted.isPresent() && (deadband.isEmpty() || number.isPresent());
    return new Reading(number, redacted.orElse(payload), complete);
  }

  private static OptionalDouble number(Deadband deadband, Payload payload, JsonFields json) {
    return deadband.field().isPresent()
        ? json.number(payload, deadband.field().get())
        : Numbers.parse(payload);
  }
}
