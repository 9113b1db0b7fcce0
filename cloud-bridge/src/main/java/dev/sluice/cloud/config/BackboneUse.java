package dev.sluice.cloud.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An engine between the bridge that edge nodes come to and the workers that run the models.
 *
 * @param kind of engine, such as {@code kafka}
 * @param requests the stream of them
 * @param results the stream of them
 * @param group of the workers that share the requests
 * @param key which requests keep their order in the stream
 * @param taken requests that one worker has at one time
 * @param clockSkew by how much the clocks of ingress and worker may differ
 * @param settings of the kind; files are absolute
 */
public record BackboneUse(
    String kind,
    Role role,
    String requests,
    String results,
    String group,
    Key key,
    int taken,
    Duration clockSkew,
    Map<String, String> settings) {
  private static final String FILE = "-file";

  /** What this process does of it. */
  public enum Role {
    /** Edge nodes come to it. */
    INGRESS,
    /** It runs models. */
    WORKER
  }

  /** What records of requests have in common that keep their order. */
  public enum Key {
    /** Nothing: each is on its own. */
    REQUEST,
    /** The edge node. */
    EDGE
  }

  BackboneUse in(Path folder) {
    Map<String, String> resolved = new LinkedHashMap<>(settings);
    resolved.replaceAll(
        (name, value) -> name.endsWith(FILE) ? folder.resolve(value).toString() : value);
    return new BackboneUse(
        kind, role, requests, results, group, key, taken, clockSkew, Map.copyOf(resolved));
  }
}
