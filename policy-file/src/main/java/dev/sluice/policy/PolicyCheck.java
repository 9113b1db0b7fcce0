package dev.sluice.policy;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.policy.guard.Guard;
import dev.sluice.policy.guard.GuardSyntaxException;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a schema cannot: faults that lie between two values of a policy, or in a meaning. */
final class PolicyCheck {
  private final ConfigFile file;
  private final PolicyConfig config;
  private final Uplink uplink;
  private final List<ConfigException> faults = new ArrayList<>();

  PolicyCheck(ConfigFile file, PolicyConfig config, Uplink uplink) {
    this.file = file;
    this.config = config;
    this.uplink = uplink;
  }

  /** The compiled guards of each route. */
  List<RouteGuards> run() throws ConfigException {
    checkPlacement();
    checkVitals();
    checkLateAnswers();
    checkNamesAreUnique();
    List<RouteGuards> guards = new ArrayList<>();
    for (int i = 0; i < config.routes().size(); i++) {
      String at = "routes." + i;
      new RouteCheck(config, config.routes().get(i), uplink)
          .run((field, what) -> fault(at + "." + field, what));
      guards.add(guards(at, config.routes().get(i)));
    }
    for (int i = 0; i < config.textRoutes().size(); i++) {
      String at = "text-routes." + i;
      new TextRouteCheck(config, config.textRoutes().get(i), uplink)
          .run((field, what) -> fault(at + "." + field, what));
    }
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
    return List.copyOf(guards);
  }

  private RouteGuards guards(String route, RouteConfig config) {
    return new RouteGuards(
        config.when().flatMap(text -> compile(route + ".when", text)),
        config.localOnlyWhen().flatMap(text -> compile(route + ".local-only-when", text)));
  }

  private Optional<Guard> compile(String field, String text) {
    try {
      return Optional.of(Guard.compile(text));
    } catch (GuardSyntaxException e) {
      faults.add(file.fault(field, e.offset(), e.getMessage()));
      return Optional.empty();
    }
  }

  private void checkPlacement() {
    if (config.budget().isPresent()
        && (config.placement() != PlacementWord.ADAPTIVE
            || config.advanced().adaptiveBy() != Algorithm.PRICED)) {
      fault("budget", "needs placement: adaptive, judged by priced");
    }
    if (config.placement() == PlacementWord.CLOUD_ONLY && uplink == Uplink.DISABLED) {
      fault("placement", "cannot be cloud-only while uplink.enabled is false");
    }
  }

  private void checkVitals() {
    PolicyConfig.Vitals vitals = config.advanced().vitals();
    if (vitals.slowUntil() > vitals.slowFrom()) {
      fault(
          "advanced.vitals.slow-until", "must be at most slow-from, which is " + vitals.slowFrom());
    }
    if (vitals.closeUntil() > vitals.closeFrom()) {
      fault(
          "advanced.vitals.close-until",
          "must be at most close-from, which is " + vitals.closeFrom());
    }
  }

  private void checkLateAnswers() {
    config
        .lateAnswers()
        .filter(topic -> TopicName.parse(topic).isEmpty())
        .ifPresent(
            topic ->
                fault(
                    "late-answers",
                    "must be a topic name without '+' and '#', such as audit/late (found '%s')"
                        .formatted(topic)));
  }

  private void checkNamesAreUnique() {
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < config.routes().size(); i++) {
      checkNameIsUnique("routes." + i, config.routes().get(i).name(), seen);
    }
    for (int i = 0; i < config.textRoutes().size(); i++) {
      checkNameIsUnique("text-routes." + i, config.textRoutes().get(i).name(), seen);
    }
  }

  private void checkNameIsUnique(String at, String name, Map<String, String> seen) {
    String first = seen.putIfAbsent(name, at);
    if (first != null) {
      fault(at + ".name", "'%s' is already %s: choose another name".formatted(name, first));
    }
  }

  private void fault(String field, String what) {
    faults.add(file.fault(field, what));
  }
}
