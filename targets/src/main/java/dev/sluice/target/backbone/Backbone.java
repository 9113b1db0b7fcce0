package dev.sluice.target.backbone;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * An engine that keeps records in streams. One that is away is tried again by itself, for ever.
 *
 * <p>Calls return at once and come from any thread; what is told comes on threads of the backbone,
 * and must return at once, too.
 */
public interface Backbone extends AutoCloseable {
  /**
   * Puts a record into a stream.
   *
   * @param done hears once: nothing when all replicas have it, or why it is not known to be there
   */
  void put(String stream, BackboneRecord record, Consumer<Optional<String>> done);

  /**
   * Gives every record that comes from now on. Others that follow the stream get them as well.
   * Called once, before the first put.
   */
  void follow(String stream, Consumer<BackboneRecord> reader);

  /**
   * Shares a stream with all others of the group. Called once.
   *
   * @param takenMax records that are taken and not done; somewhat more for a moment
   */
  void share(String stream, String group, int takenMax, Taker taker);

  /**
   * Why nothing can be expected now, in one line; empty while the engine answers, and what was
   * asked of {@code follow} or {@code share} holds.
   */
  Optional<String> fault();

  /** What was not done comes to others of the group. */
  @Override
  void close();

  /** One of a group. */
  @FunctionalInterface
  interface Taker {
    /**
     * A record of the shared stream. It comes again, here or elsewhere, if this process ends before
     * {@code done} was run.
     *
     * @param done from any thread, once
     */
    void take(BackboneRecord record, Runnable done);
  }
}
