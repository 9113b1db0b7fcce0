package dev.sluice.target.redis;

import dev.sluice.target.Outcome;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What the engine's answers mean for a record, by the first word of its errors. */
final class RedisAnswers {
  /** The engine's own state, or its owner's settings: every record would fare the same. */
  private static final Set<String> UNAVAILABLE =
      Set.of(
          "LOADING",
          "OOM",
          "READONLY",
          "MASTERDOWN",
          "BUSY",
          "MISCONF",
          "NOREPLICAS",
          "CLUSTERDOWN",
          "NOAUTH",
          "WRONGPASS");

  /** The key holds something that is no stream, or may not be written: so it stays. */
  private static final Set<String> REFUSED = Set.of("WRONGTYPE", "NOPERM");

  private RedisAnswers() {}

  /**
   * @param answer empty for a record that was not sent
   * @param fault of the connection, empty for none
   */
  static Outcome outcome(Optional<Response<byte[]>> answer, String fault) {
    if (answer.isEmpty()) {
      return new Outcome.Unavailable(fault);
    }
    try {
      return answer.get().get() == null
          ? new Outcome.Rejected("no identifier")
          : new Outcome.Confirmed();
    } catch (JedisDataException e) {
      return refusal(oneLine(e));
    } catch (JedisException | IllegalStateException e) {
      return new Outcome.Unavailable(fault.isEmpty() ? oneLine(e) : fault);
    }
  }

  static Outcome refusal(String error) {
    String word = error.split(" ", 2)[0];
    if (UNAVAILABLE.contains(word)) {
      return new Outcome.Unavailable(error);
    }
    return REFUSED.contains(word) ? new Outcome.Refused(error) : new Outcome.Rejected(error);
  }

  static String oneLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getName());
  }
}
