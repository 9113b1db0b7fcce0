package dev.sluice.policy;

import dev.sluice.config.DataSize;
import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.Optional;

/**
 * One inference route as the file describes it.
 *
 * @param topic a valid Topic Filter
 * @param cloudModel what the cloud runs instead of the model
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
    Optional<String> cloudModel,
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
    Optional<Cache> cache,
    Cascade cascade,
    Advanced advanced) {

  /**
   * @param ttl how long an answer may be given again
   * @param maxSize of the answers kept
   */
  public record Cache(Duration ttl, DataSize maxSize) {}

  /**
   * From which share of changed answers on a second opinion is worth its way.
   *
   * @param missed where the first answer raises no alarm
   * @param falseAlarm where it does
   * @param shift of the newest values from which the cloud is asked, instead of by confidence
   */
  public record Cascade(double missed, double falseAlarm, Optional<Double> shift) {}

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

  /** What the cloud runs. */
  public String modelInCloud() {
    return cloudModel.orElse(model);
  }

  public boolean runsHere() {
    return runsOn == RunsOn.BOTH;
  }

  public boolean mayLeave() {
    return privacy == Privacy.CLOUD_OK;
  }
}
