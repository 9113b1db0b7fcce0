package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Finds contradictions inside one rule up, and between it and the lanes. */
final class UpCheck {
  private final UpConfig rule;
  private final ForwardConfig forward;

  UpCheck(UpConfig rule, ForwardConfig forward) {
    this.rule = rule;
    this.forward = forward;
  }

  /**
   * @param fault takes the field below the rule, and what is wrong with it
   */
  void run(BiConsumer<String, String> fault) {
    if (!rule.forwards()) {
      keysOfForwarding()
          .forEach(
              (field, present) -> {
                if (present) {
                  fault.accept(field, "has no meaning with action: keep");
                }
              });
      return;
    }
    laneFault().ifPresent(what -> fault.accept("lane", what));
    checkSelection(fault);
    checkRedactions(fault);
    if (rule.onUnparsable().isPresent() && rule.deadband().isEmpty() && rule.redact().isEmpty()) {
      fault.accept("on-unparsable", "has no meaning without deadband or redact");
    }
  }

  private Map<String, Boolean> keysOfForwarding() {
    Map<String, Boolean> present = new LinkedHashMap<>();
    present.put("to", rule.to().isPresent());
    present.put("strip", rule.strip().isPresent());
    present.put("lane", rule.lane().isPresent());
    present.put("qos", rule.qos().isPresent());
    present.put("max-age", rule.maxAge().isPresent());
    present.put("sample", rule.sample().isPresent());
    present.put("deadband", rule.deadband().isPresent());
    present.put("skip-repeats", rule.skipRepeats().isPresent());
    present.put("redact", !rule.redact().isEmpty());
    present.put("on-unparsable", rule.onUnparsable().isPresent());
    return present;
  }

  private Optional<String> laneFault() {
    List<String> lanes = forward.lanes().stream().map(ForwardConfig.Lane::name).toList();
    if (lanes.contains(rule.laneName())) {
      return Optional.empty();
    }
    String known = lanes.stream().collect(Collectors.joining(", "));
    return Optional.of(
        rule.lane().isPresent()
            ? "no lane '%s': forward.lanes has %s".formatted(rule.laneName(), known)
            : "is needed, because forward.lanes has no '%s': give one of %s"
                .formatted(UpConfig.DEFAULT_LANE, known));
  }

  private void checkSelection(BiConsumer<String, String> fault) {
    rule.sample()
        .filter(sample -> sample.every().isEmpty() && sample.period().isEmpty())
        .ifPresent(sample -> fault.accept("sample", "says nothing: give every, period or both"));
    if (rule.deadband().isPresent()) {
      UpConfig.Band band = rule.deadband().get();
      if (band.absolute().isEmpty() && band.percent().isEmpty()) {
        fault.accept("deadband", "says nothing: give absolute, percent or both");
      }
      band.field().ifPresent(field -> checkField("deadband.field", field, fault));
    }
  }

  private void checkRedactions(BiConsumer<String, String> fault) {
    for (int i = 0; i < rule.redact().size(); i++) {
      UpConfig.Redact redact = rule.redact().get(i);
      checkField("redact." + i + ".field", redact.field(), fault);
      if (redact.how() == Redaction.How.HASH && forward.hashKey().isEmpty()) {
        fault.accept(
            "redact." + i + ".how",
            "needs forward.hash-key, or anybody could try values until the hash fits");
      }
    }
  }

  private static void checkField(String at, String field, BiConsumer<String, String> fault) {
    try {
      FieldName.parse(field);
    } catch (IllegalArgumentException e) {
      fault.accept(at, e.getMessage());
    }
  }
}
