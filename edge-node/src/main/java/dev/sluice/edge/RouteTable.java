package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.core.Route;
import dev.sluice.edge.inference.RouteInput;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.PayloadDecoder;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of a policy as the core and the decoder need them, with the models that they use. */
final class RouteTable {
  static final int FIRST_VERSION = 1;

  /** Values sent up for a model that this node does not hold, and so does not know the needs of. */
  private static final int UNKNOWN_WINDOW = 256;

  private final PolicyFile file;
  private final int version;
  private final ModelShelf shelf;
  private final Optional<RouteTable> started;
  private final List<Route> routes = new ArrayList<>();
  private final List<RouteInput> inputs = new ArrayList<>();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final Set<ModelManifest> primary = new LinkedHashSet<>();
  private final Set<ModelManifest> fallback = new LinkedHashSet<>();

  /**
   * The routes that a node starts with.
   *
   * @throws ConfigException when a route names a model that is not there
   */
  RouteTable(PolicyFile file, ModelShelf shelf) throws ConfigException {
    this(file, FIRST_VERSION, shelf, Optional.empty());
  }

  /**
   * The routes of a later policy, which find the models loaded that the node has started with.
   *
   * @throws ConfigException when a route needs another model
   */
  RouteTable(PolicyFile file, int version, RouteTable started) throws ConfigException {
    this(file, version, started.shelf, Optional.of(started));
  }

  private RouteTable(PolicyFile file, int version, ModelShelf shelf, Optional<RouteTable> started)
      throws ConfigException {
    this.file = file;
    this.version = version;
    this.shelf = shelf;
    this.started = started;
    started.ifPresent(first -> classes.putAll(first.classes));
    for (RouteConfig route : file.config().routes()) {
      add(route);
    }
  }

  private void add(RouteConfig config) throws ConfigException {
    int window = config.runsHere() ? 0 : UNKNOWN_WINDOW;
    if (config.runsHere()) {
      ModelManifest manifest = manifest("model", config.model());
      primary.add(manifest);
      require("model", started.isEmpty() || started.get().primary.contains(manifest));
      window = manifest.input().window();
    }
    if (config.fallback().isPresent()) {
      ModelManifest manifest = manifest("fallback", config.fallback().get());
      fallback.add(manifest);
      require("fallback", started.isEmpty() || started.get().fallback.contains(manifest));
      window = Math.max(window, manifest.input().window());
    }
    require("model", started.isEmpty() || classes.containsKey(config.model()));
    RouteGuards guards = file.guards().get(routes.size());
    routes.add(route(config));
    inputs.add(new RouteInput(config.name(), guards, decoder(config.payload()), window));
  }

  private ModelManifest manifest(String field, String name) throws ConfigException {
    return shelf
        .find(name)
        .map(ModelShelf.Entry::manifest)
        .orElseThrow(
            () ->
                file.fault(
                    at(field),
                    "no manifest in inference.models is of a model '%s'; there are %s"
                        .formatted(name, shelf.all().keySet())));
  }

  private String at(String field) {
    return "routes." + routes.size() + "." + field;
  }

  private void require(String field, boolean loaded) throws ConfigException {
    if (!loaded) {
      throw file.fault(
          at(field),
          "this model was not in use when the node started: restart it to load the model");
    }
  }

  /**
   * @throws ConfigException when a policy changes what is believed at the start only
   */
  void requireSamePriors(PolicyFile next) throws ConfigException {
    PolicyConfig.Advanced then = file.config().advanced();
    PolicyConfig.Advanced now = next.config().advanced();
    if (!then.roundTripPrior().equals(now.roundTripPrior())) {
      throw next.fault("advanced.round-trip-prior", "counts at the start only: restart the node");
    }
    if (then.uplinkPriorMbps() != now.uplinkPriorMbps()) {
      throw next.fault("advanced.uplink-prior-mbps", "counts at the start only: restart the node");
    }
  }

  private Route route(RouteConfig config) {
    return new Route(
        routes.size(),
        version,
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

  /** Where results are told that come too late. */
  Optional<TopicName> lateAnswers() {
    return file.config().lateAnswers().map(TopicName::of);
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
