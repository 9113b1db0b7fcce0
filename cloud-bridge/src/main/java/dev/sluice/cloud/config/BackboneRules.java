package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.util.List;

/** What a schema cannot say of a backbone: each role has no use for what is of the other. */
final class BackboneRules {
  private static final List<String> OF_THE_INGRESS = List.of("broker", "gate", "down", "targets");

  private final ConfigFile source;

  BackboneRules(ConfigFile source) {
    this.source = source;
  }

  void check(BackboneUse backbone) throws ConfigException {
    if (backbone.requests().equals(backbone.results())) {
      throw source.fault("backbone.results", "must be another stream than backbone.requests");
    }
    refuse(
        "inference.serve", "cannot be used with a backbone; offer models by a bridge without one");
    if (backbone.role() == BackboneUse.Role.INGRESS) {
      refuse("inference.servers", "is of the workers; name the manifests in inference.models here");
      return;
    }
    for (String field : OF_THE_INGRESS) {
      refuse(field, "is of the ingress: edge nodes do not come to a worker; take it out");
    }
  }

  private void refuse(String field, String what) throws ConfigException {
    if (source.says(field)) {
      throw source.fault(field, what);
    }
  }
}
