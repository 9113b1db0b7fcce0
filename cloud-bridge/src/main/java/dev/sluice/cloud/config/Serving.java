package dev.sluice.cloud.config;

import dev.sluice.config.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the bridge's models are offered by the Open Inference Protocol.
 *
 * @param tokenFile whose text callers send as Bearer; empty for no credentials, on loopback only
 * @param timeout of a request that does not say how long it waits, and the longest that it may say
 * @param bodySize the largest request
 * @param concurrency requests that are answered at one time
 * @param connections that are open at one time
 */
public record Serving(
    String host,
    int port,
    Optional<Path> tokenFile,
    Optional<Tls> tls,
    Duration timeout,
    DataSize bodySize,
    int concurrency,
    int connections) {

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}
}
