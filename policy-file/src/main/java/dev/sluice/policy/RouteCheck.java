package dev.sluice.policy;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds contradictions inside one route, and between it and the rest. */
final class RouteCheck {
  private static final String TOPIC = "{topic}";

  private final PolicyConfig config;
  private final RouteConfig route;
  private final Uplink uplink;

  RouteCheck(PolicyConfig config, RouteConfig route, Uplink uplink) {
    this.config = config;
    this.route = route;
    this.uplink = uplink;
  }

  /**
   * @param fault takes the field below the route, and what is wrong with it
   */
  void run(BiConsumer<String, String> fault) {
    topicFault(route.topic()).ifPresent(what -> fault.accept("topic", what));
    resultFault(route.result()).ifPresent(what -> fault.accept("result", what));
    fallbackFault().ifPresent(what -> fault.accept("fallback", what));
    sideFault().ifPresent(what -> fault.accept("runs-on", what));
    cascadeFault().ifPresent(what -> fault.accept("placement", what));
    placementFault().ifPresent(what -> fault.accept("placement", what));
    algorithmFault().ifPresent(what -> fault.accept("advanced.adaptive-by", what));
    checkPayload(route.payload(), fault);
  }

  static Optional<String> topicFault(String topic) {
    if (topic.startsWith("$share/")) {
      return Optional.of("must not be a shared subscription: give the filter behind the group");
    }
    return TopicFilter.parse(topic).isPresent()
        ? Optional.empty()
        : Optional.of(
            "must be a topic filter: '+' alone on its level, '#' alone on the last (found '%s')"
                .formatted(topic));
  }

  static Optional<String> resultFault(String result) {
    String filled = result.replace(TOPIC, "t");
    if (filled.indexOf('{') >= 0 || filled.indexOf('}') >= 0) {
      return Optional.of("may hold no other braces than %s".formatted(TOPIC));
    }
    return TopicName.parse(filled).isPresent()
        ? Optional.empty()
        : Optional.of("must be a topic name without '+' and '#', such as {topic}/inference");
  }

  private Optional<String> fallbackFault() {
    return route.fallback().filter(route.model()::equals).isPresent()
        ? Optional.of("must be another model than the route's own")
        : Optional.empty();
  }

  private Optional<String> sideFault() {
    if (route.runsHere()) {
      return Optional.empty();
    }
    if (!route.mayLeave()) {
      return Optional.of("cannot be cloud in a local-only route: no side could run it");
    }
    return uplink == Uplink.ENABLED
        ? Optional.empty()
        : Optional.of("cannot be cloud while uplink.enabled is false");
  }

  private Optional<String> placementFault() {
    Optional<PlacementWord> placement = route.placement();
    if (placement.equals(Optional.of(PlacementWord.EDGE_ONLY)) && !route.runsHere()) {
      return Optional.of("cannot be edge-only in a route that runs on the cloud");
    }
    if (!placement.equals(Optional.of(PlacementWord.CLOUD_ONLY))) {
      return Optional.empty();
    }
    if (!route.mayLeave()) {
      return Optional.of("cannot be cloud-only in a local-only route");
    }
    return uplink == Uplink.ENABLED
        ? Optional.empty()
        : Optional.of("cannot be cloud-only while uplink.enabled is false");
  }

  private Optional<String> cascadeFault() {
    if (route.placement().orElse(config.placement()) != PlacementWord.CASCADE) {
      return Optional.empty();
    }
    String whose = route.placement().isPresent() ? "" : ", as the file says for all,";
    if (!route.runsHere()) {
      return Optional.of("cannot be cascade%s in a route that runs on the cloud".formatted(whose));
    }
    return route.deadline().isPresent()
        ? Optional.empty()
        : Optional.of(
            "cannot be cascade%s without a deadline: add one, such as deadline: 500ms"
                .formatted(whose));
  }

  private Optional<String> algorithmFault() {
    PlacementWord effective = route.placement().orElse(config.placement());
    boolean judged = effective == PlacementWord.ADAPTIVE || effective == PlacementWord.CASCADE;
    return route.advanced().adaptiveBy().isPresent() && !judged
        ? Optional.of(
            "is only for placement: adaptive or cascade, and this route's is " + effective.word())
        : Optional.empty();
  }

  private static void checkPayload(RouteConfig.Payload payload, BiConsumer<String, String> fault) {
    if (payload.format() == RouteConfig.Format.JSON) {
      refuse(payload.valueColumn(), "payload.value-column", "csv", fault);
      refuse(payload.idColumn(), "payload.id-column", "csv", fault);
    } else {
      refuse(payload.values(), "payload.values", "json", fault);
      refuse(payload.id(), "payload.id", "json", fault);
    }
  }

  private static void refuse(
      Optional<?> key, String field, String format, BiConsumer<String, String> fault) {
    if (key.isPresent()) {
      fault.accept(field, "belongs to format: %s".formatted(format));
    }
  }
}
