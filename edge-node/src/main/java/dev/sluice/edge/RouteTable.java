package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.core.Route;
import dev.sluice.edge.inference.RouteInput;
import dev.sluice.inference.ImageInput;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.PayloadDecoder;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The configured routes as the core and the decoder need them, with the models that they use. */
final class RouteTable {
  /** Values sent up for a model that this node does not hold, and so does not know the needs of. */
  private static final int UNKNOWN_WINDOW = 256;

  private final PolicyFile file;
  private final ModelShelf shelf;
  private final List<Route> routes = new ArrayList<>();
  private final List<RouteInput> inputs = new ArrayList<>();
  private final Map<Runs, Integer> classes = new LinkedHashMap<>();
  private final Set<String> primary = new LinkedHashSet<>();
  private final Set<String> fallback = new LinkedHashSet<>();

  /** The models of the two sides: their times are learned together. */
  record Runs(String here, String inCloud) {}

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
    List<ModelManifest> models = new ArrayList<>();
    if (config.runsHere()) {
      ModelManifest manifest = manifest("model", config.model());
      primary.add(manifest.name());
      models.add(manifest);
    }
    if (config.fallback().isPresent()) {
      ModelManifest manifest = manifest("fallback", config.fallback().get());
      fallback.add(manifest.name());
      models.add(manifest);
    }
    inCloud(config).ifPresent(models::add);
    inputs.add(input(config, models));
    routes.add(route(config));
  }

  /** What goes up must be enough for the cloud's model, as far as it is known here. */
  private Optional<ModelManifest> inCloud(RouteConfig config) {
    return config.cloudModel().flatMap(shelf::find).map(ModelShelf.Entry::manifest);
  }

  private RouteInput input(RouteConfig config, List<ModelManifest> models) throws ConfigException {
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
    return image.isPresent()
        ? new RouteInput(PayloadDecoder.image(image.get()), RouteInput.WHOLE)
        : new RouteInput(decoder(config.payload()), values);
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

  private Route route(RouteConfig config) {
    return new Route(
        routes.size(),
        config.name(),
        TopicFilter.of(config.topic()),
        classes.computeIfAbsent(
            new Runs(config.model(), config.modelInCloud()), models -> classes.size()),
        config.model(),
        config.runsHere(),
        config.fallback(),
        config.deadline(),
        config.priority(),
        config.privacy(),
        file.config().newPolicy(config, alarm(config)),
        config.result(),
        config.modelInCloud(),
        config.cache().map(cache -> new Route.CacheTerms(cache.ttl(), cache.maxSize().bytes())));
  }

  /** The second label is the one that a detector exists for. */
  private String alarm(RouteConfig config) {
    return shelf
        .find(config.model())
        .map(held -> held.manifest().output().labels().get(1))
        .orElse("");
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
