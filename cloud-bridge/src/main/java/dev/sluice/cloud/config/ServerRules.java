package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema cannot say of model servers. */
final class ServerRules {
  private static final long BODY_BYTES_MAX = 16L << 20;

  private final ConfigFile source;

  ServerRules(ConfigFile source) {
    this.source = source;
  }

  void check(CloudConfig.Inference inference) throws ConfigException {
    Set<String> names = new HashSet<>();
    Set<Path> manifests = new HashSet<>(inference.models());
    List<ModelServer> servers = inference.servers();
    for (int i = 0; i < servers.size(); i++) {
      String at = "inference.servers." + i;
      ModelServer server = servers.get(i);
      if (!names.add(server.name())) {
        throw source.fault(at + ".name", "is the name of another server; choose another");
      }
      new UrlRules(source, at + ".url", "token-file")
          .check(server.url(), server.tokenFile().isPresent());
      checkSize(at + ".answer-size", server.answerSize().bytes());
      checkManifests(at + ".models.", server, manifests);
    }
    new ChatRules(source).check(inference.chat());
    if (inference.serve().isPresent()) {
      check(inference.serve().get());
    }
  }

  private void checkManifests(String at, ModelServer server, Set<Path> manifests)
      throws ConfigException {
    for (int i = 0; i < server.models().size(); i++) {
      if (!manifests.add(server.models().get(i).manifest())) {
        throw source.fault(
            at + i + ".manifest", "is named twice; a model runs here or on one server");
      }
    }
  }

  private void check(Serving serving) throws ConfigException {
    boolean proven = serving.tokenFile().isPresent() && serving.tls().isPresent();
    if (!CloudConfig.isLoopback(serving.host()) && !proven) {
      throw source.fault(
          "inference.serve.host",
          "beyond loopback callers must know a token and nobody else may read it:"
              + " add token-file and tls");
    }
    checkSize("inference.serve.body-size", serving.bodySize().bytes());
  }

  private void checkSize(String field, long bytes) throws ConfigException {
    if (bytes > BODY_BYTES_MAX) {
      throw source.fault(field, "must be at most 16MB");
    }
  }
}
