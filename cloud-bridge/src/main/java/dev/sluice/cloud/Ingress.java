package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.backbone.Asking;
import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.core.Job;
import java.util.Optional;

/** The bridge's side of a backbone: its jobs run on workers elsewhere. On the loop. */
final class Ingress implements AutoCloseable {
  private final OpenBackbone backbone;
  private final Asking asking;

  private Ingress(OpenBackbone backbone, Asking asking) {
    this.backbone = backbone;
    this.asking = asking;
  }

  /**
   * @return empty without a backbone
   * @throws StartException for what the engine does not take
   */
  static Optional<Ingress> open(CloudConfig config, NodeLoop on, CloudLoop loop)
      throws StartException {
    if (config.backbone().isEmpty()) {
      return Optional.empty();
    }
    BackboneUse use = config.backbone().get();
    OpenBackbone backbone = OpenBackbone.of(use);
    var settings =
        new Asking.Settings(
            use.requests(),
            use.results(),
            use.key() == BackboneUse.Key.EDGE,
            config.inference().queue(),
            config.link().keepDeferred());
    var asking = new Asking(settings, backbone.engine(), on.executor(), loop::onResult);
    return Optional.of(new Ingress(backbone, asking));
  }

  void run(Job job) {
    asking.run(job);
  }

  /** Why no request can be answered now. */
  Optional<String> fault() {
    return backbone.fault();
  }

  void onTick() {
    backbone.onTick();
    asking.onTick();
  }

  void meter(CloudMetrics metrics) {
    backbone.meter(metrics);
    metrics.gauge("backbone.open", "Requests that await a worker", () -> asking.stats().open());
    metrics.count(
        "backbone.put.again",
        "Requests put again, as the backbone had not taken them",
        () -> asking.stats().putAgain());
    metrics.count(
        "backbone.surplus",
        "Results that nobody waited for: repetitions, and late ones",
        () -> asking.stats().surplus());
  }

  @Override
  public void close() {
    backbone.close();
  }
}
