package dev.sluice.edge.config;

import dev.sluice.config.DataSize;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.UpRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code forward} of the file: which messages go to the cloud, and which come from there.
 *
 * @param rememberedTopics topics of which the rules know what went last
 * @param rememberedSize about the heap that they take
 * @param hashKey secret behind the pseudonyms of hashed fields
 * @param messageSize of one message with topic and properties; larger ones stay here
 * @param lanes the most urgent first
 */
public record ForwardConfig(
    int rememberedTopics,
    DataSize rememberedSize,
    Optional<String> hashKey,
    DataSize messageSize,
    List<Lane> lanes,
    List<UpConfig> up,
    List<DownConfig> down) {

  /** What happens to a lane whose files have reached their quota. */
  public enum WhenFull {
    /** What would have to be kept is refused to its publisher. */
    REFUSE,
    /** The oldest messages make room. */
    DROP_OLDEST;

    /** As the file says it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param maxSize on disk
   * @param bytesPerSecond sent at most; empty for as many as there are
   */
  public record Lane(
      String name, DataSize maxSize, WhenFull whenFull, Optional<DataSize> bytesPerSecond) {
    private static final DataSize NEVER_FULL = new DataSize(Long.MAX_VALUE);

    /** One that is in the journal and in no file any more. */
    public static Lane left(String name) {
      return new Lane(name, NEVER_FULL, WhenFull.REFUSE, Optional.empty());
    }
  }

  public ForwardRules.Limits limits() {
    return new ForwardRules.Limits(rememberedTopics, rememberedSize.bytes());
  }

  /** The rules up, in their order, lanes by their place in the list. */
  public List<UpRule> upRules(String node) {
    return upRules(node, laneNames());
  }

  public List<String> laneNames() {
    return lanes.stream().map(Lane::name).toList();
  }

  /**
   * As {@link #upRules(String)}, for lanes that are there already.
   *
   * @param lanes their names in their order
   */
  public List<UpRule> upRules(String node, List<String> lanes) {
    return up.stream().map(rule -> rule.rule(node, lanes)).toList();
  }

  /** The rules down, in their order. */
  public List<DownRule> downRules(String node) {
    return down.stream().map(rule -> rule.rule(node)).toList();
  }
}
