package dev.sluice.edge;

import dev.sluice.edge.core.Route;
import dev.sluice.edge.core.TextRoute;
import dev.sluice.offload.Privacy;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.TextRouteConfig;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text routes of a policy as the core needs them. */
final class TextRouteTable {
  /** Nothing is learned of their times here. */
  private static final int NO_CLASS = 0;

  private TextRouteTable() {}

  static List<TextRoute> of(PolicyConfig policy, int version) {
    List<TextRoute> routes = new ArrayList<>();
    for (TextRouteConfig config : policy.textRoutes()) {
      routes.add(route(config, routes.size(), version));
    }
    return routes;
  }

  private static TextRoute route(TextRouteConfig config, int index, int version) {
    Route route =
        new Route(
            index,
            version,
            config.name(),
            TopicFilter.of(config.topic()),
            NO_CLASS,
            config.model(),
            false,
            Optional.empty(),
            Optional.of(config.deadline()),
            config.priority(),
            Privacy.CLOUD_OK,
            Optional.empty(),
            config.result());
    TextRouteConfig.Payload payload = config.payload();
    Optional<TextRoute.Keys> keys =
        payload.format() == TextRouteConfig.Format.JSON
            ? Optional.of(new TextRoute.Keys(payload.promptKey(), payload.idKey()))
            : Optional.empty();
    return new TextRoute(
        route,
        config.stream(),
        keys,
        payload.maxSize().bytesAsInt(),
        config.answerSize().bytesAsInt());
  }
}
