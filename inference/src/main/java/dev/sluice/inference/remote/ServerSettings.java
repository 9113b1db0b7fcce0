package dev.sluice.inference.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a model server is and what it may take.
 *
 * @param name what logs, metrics and answers call it
 * @param url without the protocol's own path, and without a slash at its end
 * @param token sent as Bearer
 * @param timeout the longest that one attempt may take
 * @param concurrency the most requests that it has at one time
 * @param answerBytesMax of one response's body
 */
public record ServerSettings(
    String name,
    URI url,
    Optional<String> token,
    Duration timeout,
    int concurrency,
    int answerBytesMax) {

  /** Without the token, which no log may have. */
  @Override
  public String toString() {
    return name + " at " + url;
  }
}
