package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.topic.TopicFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds contradictions between forwarding rules, their lanes, and the two directions. */
final class ForwardCheck {
  private static final long REMEMBERED_MIN = 256 << 10;
  private static final long RATE_MIN = 1 << 10;
  private static final long MESSAGE_MIN = 1 << 10;
  private static final long MESSAGE_MAX = 4 << 20;

  private final ForwardConfig forward;
  private final String node;
  private final BiConsumer<String, String> fault;

  /** Mappings of the rules that have a usable one. */
  private final Map<Integer, TopicMapping> up = new HashMap<>();

  private final DownCheck down;

  /**
   * @param fault takes the field below {@code forward}, and what is wrong with it
   */
  ForwardCheck(ForwardConfig forward, String node, BiConsumer<String, String> fault) {
    this.forward = forward;
    this.node = node;
    this.fault = fault;
    this.down = new DownCheck(forward, node, fault);
  }

  void run() {
    if (forward.rememberedSize().bytes() < REMEMBERED_MIN) {
      fault.accept("remembered-size", "must be at least 256KB, room for the longest topic");
    }
    long message = forward.messageSize().bytes();
    if (message < MESSAGE_MIN || message > MESSAGE_MAX) {
      fault.accept("message-size", "must be from 1KB to 4MB");
    }
    for (int i = 0; i < forward.lanes().size(); i++) {
      if (forward
          .lanes()
          .get(i)
          .bytesPerSecond()
          .filter(rate -> rate.bytes() < RATE_MIN)
          .isPresent()) {
        fault.accept("lanes." + i + ".bytes-per-second", "must be at least 1KB");
      }
    }
    checkNames("lanes", forward.lanes().stream().map(ForwardConfig.Lane::name).toList());
    checkNames("up", forward.up().stream().map(UpConfig::name).toList());
    for (int i = 0; i < forward.up().size(); i++) {
      checkUp(i, forward.up().get(i));
    }
    checkOrderAndLanes();
    checkNames("down", forward.down().stream().map(DownConfig::name).toList());
    down.run(up);
  }

  private void checkNames(String list, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i) {
        fault.accept(
            list + "." + i + ".name",
            "'%s' is already forward.%s.%d".formatted(names.get(i), list, first));
      }
    }
  }

  private void checkUp(int index, UpConfig rule) {
    String at = "up." + index + ".";
    new UpCheck(rule, forward).run((field, what) -> fault.accept(at + field, what));
    Optional<String> topicFault = filterFault(rule.topic());
    topicFault.ifPresent(what -> fault.accept(at + "topic", what));
    if (topicFault.isEmpty() && rule.forwards()) {
      try {
        up.put(index, rule.mapping(node));
      } catch (IllegalArgumentException e) {
        fault.accept(at + templateField(e), e.getMessage());
      }
    }
  }

  static String templateField(IllegalArgumentException e) {
    return e.getMessage().startsWith("cannot strip") ? "strip" : "to";
  }

  static Optional<String> filterFault(String filter) {
    if (filter.startsWith("$share/")) {
      return Optional.of("must not be a shared subscription: give the filter behind the group");
    }
    return TopicFilter.parse(filter).isPresent()
        ? Optional.empty()
        : Optional.of(
            "must be a topic filter: '+' alone on its level, '#' alone on the last (found '%s')"
                .formatted(filter));
  }

  /** Each rule against those before it. */
  private void checkOrderAndLanes() {
    for (int later = 0; later < forward.up().size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (isCovered(earlier, later)) {
          fault.accept(
              "up." + later + ".topic",
              "is never reached: rule '%s' before it takes all of these topics; put this one first"
                  .formatted(forward.up().get(earlier).name()));
          break;
        }
        checkLanes(earlier, later);
      }
    }
  }

  private boolean isCovered(int earlier, int later) {
    Optional<TopicFilter> first = TopicFilter.parse(forward.up().get(earlier).topic());
    Optional<TopicFilter> second = TopicFilter.parse(forward.up().get(later).topic());
    return first.isPresent() && second.isPresent() && first.get().covers(second.get());
  }

  private void checkLanes(int earlier, int later) {
    if (!up.containsKey(earlier) || !up.containsKey(later)) {
      return;
    }
    UpConfig one = forward.up().get(earlier);
    UpConfig two = forward.up().get(later);
    TopicMapping first = up.get(earlier);
    TopicMapping second = up.get(later);
    boolean meet = first.range().overlaps(second.range()) && !first.keepsApartWith(second);
    if (meet && !one.laneName().equals(two.laneName())) {
      fault.accept(
          "up." + later + ".to",
          "can give the same topics of the cloud as rule '%s', on lane '%s' instead of '%s', so their"
                  .formatted(one.name(), two.laneName(), one.laneName())
              + " order would be lost: use one lane, or other topics");
    }
  }
}
