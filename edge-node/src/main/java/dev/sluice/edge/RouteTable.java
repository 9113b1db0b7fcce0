package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.core.Route;
import dev.sluice.edge.inference.RouteInput;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.PayloadDecoder;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configured routes as the core and the decoder need them, with the models that they use. */
final class RouteTable {
  /** Values sent up for a model that this node does not hold, and so does not know the needs of. */
  private static final int UNKNOWN_WINDOW = 256;

  private final PolicyFile file;
  private final ModelShelf shelf;
  private final List<Route> routes = new ArrayList<>();
  private final List<RouteInput> inputs = new ArrayList<>();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final Set<ModelManifest> primary = new LinkedHashSet<>();
  private final Set<ModelManifest> fallback = new LinkedHashSet<>();

  /**
   * @throws ConfigException when a route names a model that is not there
   */
  RouteTable(PolicyFile file, ModelShelf shelf) throws ConfigException {
    this.file = file;
    this.shelf = shelf;
    for (RouteConfig route : file.config().routes()) {
      add(route);
    }
  }

  private void add(RouteConfig config) throws ConfigException {
    int window = config.runsHere() ? 0 : UNKNOWN_WINDOW;
    if (config.runsHere()) {
      ModelManifest manifest = manifest("model", config.model());
      primary.add(manifest);
      window = manifest.input().window();
    }
    if (config.fallback().isPresent()) {
      ModelManifest manifest = manifest("fallback", config.fallback().get());
      fallback.add(manifest);
      window = Math.max(window, manifest.input().window());
    }
    routes.add(route(config));
    inputs.add(new RouteInput(decoder(config.payload()), window));
  }

  private ModelManifest manifest(String field, String name) throws ConfigException {
    return shelf
        .find(name)
        .map(ModelShelf.Entry::manifest)
        .orElseThrow(
            () ->
                file.fault(
                    "routes." + routes.size() + "." + field,
                    "no manifest in inference.models is of a model '%s'; there are %s"
                        .formatted(name, shelf.all().keySet())));
  }

  private Route route(RouteConfig config) {
    return new Route(
        routes.size(),
        config.name(),
        TopicFilter.of(config.topic()),
        classes.computeIfAbsent(config.model(), model -> classes.size()),
        config.model(),
        config.runsHere(),
        config.fallback(),
        config.deadline(),
        config.priority(),
        config.privacy(),
        file.config().newPolicy(config),
        config.result());
  }

  private static PayloadDecoder decoder(RouteConfig.Payload payload) {
    return switch (payload.format()) {
      case JSON -> PayloadDecoder.json(payload.valuesKey(), payload.idKey(), payload.maxValues());
      case CSV ->
          PayloadDecoder.csv(
              payload.valueColumnOrLast(), payload.idColumnOrNone(), payload.maxValues());
    };
  }

  List<Route> routes() {
    return routes;
  }

  List<RouteInput> inputs() {
    return inputs;
  }

  /** Models by service class. */
  Map<String, Integer> classes() {
    return classes;
  }

  Collection<ModelManifest> primaryModels() {
    return primary;
  }

  Collection<ModelManifest> fallbackModels() {
    return fallback;
  }

  /** What the model that a route names takes here, where it is held. */
  Optional<ModelShelf.Entry> held(String model) {
    return shelf.find(model);
  }
}
