package dev.sluice.policy;

import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.Optional;

/**
 * One inference route as the file describes it.
 *
 * @param topic a valid Topic Filter
 * @param fallback name of a local model
 * @param deadline empty when an answer may wait for the link
 * @param placement overrides the file's
 * @param when an expression: other messages do not match the route
 * @param localOnlyWhen an expression: messages for which it holds never leave the gateway
 * @param result template in which {@code {topic}} stands for the request's topic
 */
public record RouteConfig(
    String name,
    String topic,
    String model,
    Optional<String> fallback,
    Optional<Duration> deadline,
    int priority,
    Privacy privacy,
    Optional<PlacementWord> placement,
    RunsOn runsOn,
    Optional<String> when,
    Optional<String> localOnlyWhen,
    Payload payload,
    String result,
    Advanced advanced) {

  /**
   * @param adaptiveBy overrides the file's
   */
  public record Advanced(Optional<Algorithm> adaptiveBy) {}

  /** The sides that hold the model. */
  public enum RunsOn {
    BOTH,
    CLOUD
  }

  /** How a payload is written. */
  public enum Format {
    JSON,
    CSV
  }

  /**
   * How a payload is read; keys belong to JSON, columns to CSV.
   *
   * @param maxValues most values of one payload
   */
  public record Payload(
      Format format,
      Optional<String> values,
      Optional<String> id,
      Optional<Integer> valueColumn,
      Optional<Integer> idColumn,
      int maxValues) {

    public String valuesKey() {
      return values.orElse("values");
    }

    public String idKey() {
      return id.orElse("id");
    }

    /** From 0; -1 is the last one. */
    public int valueColumnOrLast() {
      return valueColumn.orElse(-1);
    }

    /** From 0; -1 is none. */
    public int idColumnOrNone() {
      return idColumn.orElse(-1);
    }
  }

  public boolean runsHere() {
    return runsOn == RunsOn.BOTH;
  }

  public boolean mayLeave() {
    return privacy == Privacy.CLOUD_OK;
  }
}
