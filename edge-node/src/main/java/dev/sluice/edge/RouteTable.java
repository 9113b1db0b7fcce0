package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.core.Route;
import dev.sluice.edge.inference.RouteInput;
import dev.sluice.inference.ImageInput;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.PayloadDecoder;
import dev.sluice.policy.FirstModel;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The routes of a policy as the core and the decoder need them, with the models that they use. */
final class RouteTable {
  static final int FIRST_VERSION = 1;

  /** Values sent up for a model that this node does not hold, and so does not know the needs of. */
  private static final int UNKNOWN_WINDOW = 256;

  private final PolicyFile file;
  private final int version;
  private final ModelShelf shelf;
  private final boolean keeps;
  private final Optional<RouteTable> started;
  private final List<Route> routes = new ArrayList<>();
  private final List<RouteInput> inputs = new ArrayList<>();
  private final Map<Runs, Integer> classes = new LinkedHashMap<>();
  private final Set<String> primary = new LinkedHashSet<>();
  private final Set<String> fallback = new LinkedHashSet<>();

  /** The models of the two sides: their times are learned together. */
  record Runs(String here, String inCloud) {}

  /**
   * The routes that a node starts with.
   *
   * @param keeps whether the node has a journal, which durable routes need
   * @throws ConfigException when a route names a model that is not there, or asks for what the node
   *     cannot promise
   */
  RouteTable(PolicyFile file, ModelShelf shelf, boolean keeps) throws ConfigException {
    this(file, FIRST_VERSION, shelf, keeps, Optional.empty());
  }

  /**
   * The routes of a later policy, which find the models loaded that the node has started with.
   *
   * @throws ConfigException when a route needs another model
   */
  RouteTable(PolicyFile file, int version, RouteTable started) throws ConfigException {
    this(file, version, started.shelf, started.keeps, Optional.of(started));
  }

  private RouteTable(
      PolicyFile file, int version, ModelShelf shelf, boolean keeps, Optional<RouteTable> started)
      throws ConfigException {
    this.file = file;
    this.version = version;
    this.shelf = shelf;
    this.keeps = keeps;
    this.started = started;
    started.ifPresent(first -> classes.putAll(first.classes));
    for (RouteConfig route : file.config().routes()) {
      add(route);
    }
  }

  private void add(RouteConfig config) throws ConfigException {
    if (config.durable() && !keeps) {
      throw fault(
          "durable",
          "the node keeps nothing across a crash: set durability: fsync in its own file, or take this away");
    }
    List<ModelManifest> models = new ArrayList<>();
    if (config.runsHere()) {
      ModelManifest manifest = manifest("model", config.model());
      if (runsHere(config)) {
        primary.add(manifest.name());
        require("model", first -> first.primary.contains(manifest.name()));
      }
      models.add(manifest);
    }
    if (config.fallback().isPresent()) {
      ModelManifest manifest = manifest("fallback", config.fallback().get());
      if (fallback(config).isPresent()) {
        fallback.add(manifest.name());
        require("fallback", first -> first.fallback.contains(manifest.name()));
      }
      models.add(manifest);
    }
    inCloud(config).ifPresent(models::add);
    Runs runs = new Runs(config.model(), config.modelInCloud());
    require("model", first -> first.classes.containsKey(runs));
    inputs.add(input(config, models));
    routes.add(route(config));
  }

  /** What this machine cannot run goes to the cloud as if the file said so. */
  private boolean runsHere(RouteConfig config) {
    return config.runsHere() && !shelf.isUnloadable(config.model());
  }

  private Optional<String> fallback(RouteConfig config) {
    return config.fallback().filter(model -> !shelf.isUnloadable(model));
  }

  /** What goes up must be enough for the cloud's model, as far as it is known here. */
  private Optional<ModelManifest> inCloud(RouteConfig config) {
    return config.cloudModel().flatMap(shelf::find).map(ModelShelf.Entry::manifest);
  }

  private RouteInput input(RouteConfig config, List<ModelManifest> models) throws ConfigException {
    RouteGuards guards = file.guards().get(routes.size());
    Optional<ImageInput> image = image(config);
    for (ModelManifest model : models) {
      if (!model.input().image().equals(image)) {
        throw fault("model", "must take the same image as fallback and cloud-model do");
      }
    }
    int values = values(config, models);
    if (config.mayLeave() && values > Envelope.FEATURES_MAX) {
      throw fault(
          "model",
          "takes %d values, and at most %d can go to the cloud: add privacy: local-only"
              .formatted(values, Envelope.FEATURES_MAX));
    }
    if (image.isPresent()) {
      PayloadDecoder pixels = PayloadDecoder.image(image.get());
      return new RouteInput(config.name(), guards, pixels, RouteInput.WHOLE);
    }
    return new RouteInput(config.name(), guards, decoder(config.payload()), values);
  }

  /** What the hungriest model of the route needs. */
  private int values(RouteConfig config, List<ModelManifest> models) {
    boolean known = config.runsHere() && shelf.find(config.modelInCloud()).isPresent();
    int atLeast = known ? 0 : UNKNOWN_WINDOW;
    IntStream windows = models.stream().mapToInt(model -> model.input().window());
    return Math.max(atLeast, windows.max().orElse(0));
  }

  /** What the model sees; known here also of a model that only the cloud runs. */
  private Optional<ImageInput> image(RouteConfig config) {
    return shelf.find(config.model()).flatMap(held -> held.manifest().input().image());
  }

  private ModelManifest manifest(String field, String name) throws ConfigException {
    return shelf
        .find(name)
        .map(ModelShelf.Entry::manifest)
        .orElseThrow(
            () ->
                fault(
                    field,
                    "no manifest in inference.models is of a model '%s'; there are %s"
                        .formatted(name, shelf.all().keySet())));
  }

  private ConfigException fault(String field, String what) {
    return file.fault("routes." + routes.size() + "." + field, what);
  }

  /** Of a later policy: that the node has what it needs from its start. */
  private void require(String field, Predicate<RouteTable> has) throws ConfigException {
    if (started.isPresent() && !has.test(started.get())) {
      throw fault(
          field, "this model was not in use when the node started: restart it to load the model");
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
        classes.computeIfAbsent(
            new Runs(config.model(), config.modelInCloud()), models -> classes.size()),
        config.model(),
        runsHere(config),
        fallback(config),
        config.deadline(),
        config.priority(),
        config.privacy(),
        file.config().newPolicy(config, first(config)),
        config.result(),
        config.modelInCloud(),
        config.cache().map(cache -> new Route.CacheTerms(cache.ttl(), cache.maxSize().bytes())),
        config.durable());
  }

  /** The second label is the one that a detector exists for. */
  private FirstModel first(RouteConfig config) {
    return shelf
        .find(config.model())
        .map(ModelShelf.Entry::manifest)
        .map(held -> new FirstModel(held.output().labels().get(1), held.input().window()))
        .orElse(FirstModel.UNKNOWN);
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

  /** What each service class runs. */
  Map<Runs, Integer> classes() {
    return classes;
  }

  /** Names of models that routes run here. */
  Set<String> primaryModels() {
    return primary;
  }

  /** Names of models that step in. */
  Set<String> fallbackModels() {
    return fallback;
  }

  /** What the model that a route names takes here, where it is held. */
  Optional<ModelShelf.Entry> held(String model) {
    return shelf.find(model);
  }
}
