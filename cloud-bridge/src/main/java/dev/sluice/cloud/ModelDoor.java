package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.config.Serving;
import dev.sluice.cloud.served.Models;
import dev.sluice.cloud.served.OpenInferenceServer;
import dev.sluice.inference.ModelException;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;

/** Where this bridge's models are offered to others, put together from the configuration. */
final class ModelDoor {
  private ModelDoor() {}

  static OpenInferenceServer open(Vertx vertx, Serving config, Models models)
      throws StartException {
    return new OpenInferenceServer(
        vertx,
        new OpenInferenceServer.Settings(
            config.host(),
            config.port(),
            token(config),
            config.tls().map(pair -> Map.entry(pair.certificate(), pair.key())),
            config.timeout(),
            config.bodySize().bytesAsInt(),
            config.concurrency(),
            config.connections()),
        new Version().getVersion()[0],
        models);
  }

  private static Optional<String> token(Serving config) throws StartException {
    try {
      return config.tokenFile().isPresent()
          ? Optional.of(TokenFile.read(config.tokenFile().get()))
          : Optional.empty();
    } catch (ModelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  static void meter(CloudMetrics metrics, OpenInferenceServer server) {
    metrics.count("served.answered", "Requests by HTTP that were answered", server::answered);
    metrics.count("served.turned.away", "Callers that were too many", server::turnedAway);
  }
}
