package dev.sluice.cloud.config;

import dev.sluice.config.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server that has models, and what it may take.
 *
 * @param url of the server, without the protocol's own path
 * @param tokenFile whose text is sent as Bearer
 * @param ca certificates of the authorities that are trusted, instead of the JDK's
 * @param timeout the longest that one attempt may take
 * @param concurrency the most requests of one model that it has at one time
 * @param queue requests of one model that wait for it
 * @param answerSize the largest answer
 * @param attempts of one request, the first included
 */
public record ModelServer(
    String name,
    Protocol protocol,
    String url,
    Optional<Path> tokenFile,
    Optional<Path> ca,
    Duration timeout,
    int concurrency,
    int queue,
    DataSize answerSize,
    int attempts,
    List<Served> models) {

  /** What it speaks. */
  public enum Protocol {
    OPEN_INFERENCE
  }

  /**
   * One of its models.
   *
   * @param name what the server calls it; empty for the manifest's name
   * @param version one of several that it has; empty for the one that it chooses
   */
  public record Served(Path manifest, Optional<String> name, Optional<String> version) {}
}
