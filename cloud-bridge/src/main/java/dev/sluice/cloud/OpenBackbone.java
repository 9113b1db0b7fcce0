package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneKind;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backbone of the configuration, by the modules that are on the class path; on the loop. */
final class OpenBackbone implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBackbone.class);

  private final Backbone engine;
  private Optional<String> told = Optional.empty();

  private OpenBackbone(Backbone engine) {
    this.engine = engine;
  }

  /**
   * @throws StartException for a kind that is not installed, or a setting that it does not take
   */
  static OpenBackbone of(BackboneUse said) throws StartException {
    BackboneKind kind = find(said.kind());
    try {
      return new OpenBackbone(kind.open(said.settings(), List.of(said.requests(), said.results())));
    } catch (IllegalArgumentException e) {
      throw wrongSetting(e);
    }
  }

  /**
   * Asks the engine once, and waits for it.
   *
   * @return why it does not answer; empty when it does
   * @throws StartException as {@link #of}
   */
  static Optional<String> away(BackboneUse said) throws StartException {
    BackboneKind kind = find(said.kind());
    try {
      return kind.away(said.settings());
    } catch (IllegalArgumentException e) {
      throw wrongSetting(e);
    }
  }

  private static StartException wrongSetting(IllegalArgumentException e) {
    String[] parts = e.getMessage().split(": ", 2);
    return parts.length == 2
        ? StartException.of("backbone.settings." + parts[0], parts[1])
        : StartException.of("backbone.settings", e.getMessage());
  }

  private static BackboneKind find(String name) throws StartException {
    List<BackboneKind> kinds =
        ServiceLoader.load(BackboneKind.class).stream().map(ServiceLoader.Provider::get).toList();
    for (BackboneKind kind : kinds) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    List<String> names = kinds.stream().map(BackboneKind::name).sorted().toList();
    throw StartException.of(
        "backbone.kind",
        names.isEmpty()
            ? name
                + " is not installed; put the jar of its module and its libraries on the class path"
            : name + " is no backbone that is installed; choose one of " + names);
  }

  Backbone engine() {
    return engine;
  }

  /** Why nothing passes through here, in one line. */
  Optional<String> fault() {
    return engine.fault().map(why -> "the backbone is not reached: " + why);
  }

  /** Tells in the log when it comes and goes. */
  void onTick() {
    Optional<String> now = engine.fault();
    if (now.isPresent() != told.isPresent()) {
      if (now.isPresent()) {
        LOG.warn("event=backbone-away cause=\"{}\"", now.get());
      } else {
        LOG.info("event=backbone-back");
      }
    }
    told = now;
  }

  void meter(CloudMetrics metrics) {
    metrics.gauge(
        "backbone.up",
        "0 while the backbone is not reached",
        () -> engine.fault().isEmpty() ? 1 : 0);
  }

  @Override
  public void close() {
    engine.close();
  }
}
