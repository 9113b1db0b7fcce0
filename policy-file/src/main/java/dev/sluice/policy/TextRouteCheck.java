package dev.sluice.policy;

import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds contradictions inside one text route, and between it and the rest. */
final class TextRouteCheck {
  private static final long PROMPT_BYTES_MAX = 256 << 10;
  private static final long ANSWER_CHARS_MAX = 1 << 20;
  private static final Duration DEADLINE_MAX = Duration.ofDays(1);

  private final PolicyConfig config;
  private final TextRouteConfig route;
  private final Uplink uplink;

  TextRouteCheck(PolicyConfig config, TextRouteConfig route, Uplink uplink) {
    this.config = config;
    this.route = route;
    this.uplink = uplink;
  }

  /**
   * @param fault takes the field below the route, and what is wrong with it
   */
  void run(BiConsumer<String, String> fault) {
    RouteCheck.topicFault(route.topic()).ifPresent(what -> fault.accept("topic", what));
    privacyFault().ifPresent(what -> fault.accept("topic", what));
    RouteCheck.resultFault(route.result()).ifPresent(what -> fault.accept("result", what));
    if (uplink == Uplink.DISABLED) {
      fault.accept(
          "model", "cannot be asked while uplink.enabled is false: chat models are in the cloud");
    }
    if (route.deadline().compareTo(DEADLINE_MAX) > 0) {
      fault.accept("deadline", "must be at most 1d");
    }
    checkSize("payload.max-size", route.payload().maxSize().bytes(), PROMPT_BYTES_MAX, fault);
    checkSize("answer-size", route.answerSize().bytes(), ANSWER_CHARS_MAX, fault);
    if (route.payload().format() == TextRouteConfig.Format.TEXT) {
      refuse("payload.prompt", route.payload().prompt(), fault);
      refuse("payload.id", route.payload().id(), fault);
    }
  }

  /** A prompt goes to the cloud as it is, and what another route keeps here must not go with it. */
  private Optional<String> privacyFault() {
    return config.routes().stream()
        .filter(other -> !other.mayLeave() || other.localOnlyWhen().isPresent())
        .filter(other -> meets(other.topic()))
        .findFirst()
        .map(
            other ->
                "meets '%s' of route '%s', whose messages may have to stay here: give it topics of"
                        .formatted(other.topic(), other.name())
                    + " its own");
  }

  private boolean meets(String topic) {
    Optional<TopicFilter> own = TopicFilter.parse(route.topic());
    Optional<TopicFilter> other = TopicFilter.parse(topic);
    return own.isPresent() && other.isPresent() && own.get().overlaps(other.get());
  }

  private static void checkSize(
      String field, long bytes, long max, BiConsumer<String, String> fault) {
    if (bytes < 1 || bytes > max) {
      fault.accept(field, "must be 1B to %dKB".formatted(max >> 10));
    }
  }

  private static void refuse(String field, Optional<String> key, BiConsumer<String, String> fault) {
    if (key.isPresent()) {
      fault.accept(field, "belongs to format: json");
    }
  }
}
