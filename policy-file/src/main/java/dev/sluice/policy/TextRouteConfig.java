package dev.sluice.policy;

import dev.sluice.config.DataSize;
import java.time.Duration;
import java.util.Optional;

/**
 * One text route as the file describes it.
 *
 * @param topic a valid Topic Filter
 * @param model a chat model of the cloud
 * @param stream whether the answer is published in parts while it grows
 * @param result template in which {@code {topic}} stands for the request's topic
 * @param answerSize the longest answer, in characters
 */
public record TextRouteConfig(
    String name,
    String topic,
    String model,
    Duration deadline,
    int priority,
    Payload payload,
    boolean stream,
    String result,
    DataSize answerSize) {

  /** How a payload is written. */
  public enum Format {
    TEXT,
    JSON
  }

  /**
   * How a payload is read; keys belong to JSON.
   *
   * @param maxSize of one payload
   */
  public record Payload(
      Format format, Optional<String> prompt, Optional<String> id, DataSize maxSize) {

    public String promptKey() {
      return prompt.orElse("prompt");
    }

    public String idKey() {
      return id.orElse("id");
    }
  }
}
