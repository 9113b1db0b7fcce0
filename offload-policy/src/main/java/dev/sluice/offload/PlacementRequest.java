package dev.sluice.offload;

/**
 * One request as the engine sees it.
 *
 * @param id unique for the life of the process
 * @param serviceClass index of the route's model class, 0 to classes-1; service times are learned
 *     per class
 * @param arrivalNanos monotonic
 * @param deadlineNanos monotonic; {@link #NO_DEADLINE} when the answer may wait for a link
 * @param bytes size on the wire, envelope included
 * @param priority 0 to 9, 9 the most urgent
 * @param localModel whether this node holds the model
 */
public record PlacementRequest(
    long id,
    int serviceClass,
    long arrivalNanos,
    long deadlineNanos,
    int bytes,
    int priority,
    Privacy privacy,
    boolean localModel) {

  public static final long NO_DEADLINE = Long.MAX_VALUE;

  public PlacementRequest {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "request " + id + ": bytes must not be negative: " + bytes);
    }
    if (priority < 0 || priority > 9) {
      throw new IllegalArgumentException("request " + id + ": priority not in 0 to 9: " + priority);
    }
  }

  /** What an answer in time is worth: 1 for priority 5, from 1/6 to 5/3. */
  public double weight() {
    return (priority + 1) / 6.0;
  }

  public boolean hasDeadline() {
    return deadlineNanos != NO_DEADLINE;
  }
}
