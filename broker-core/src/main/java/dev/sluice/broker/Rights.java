package dev.sluice.broker;

import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/** What one client may do; asked inside a turn, so an answer never blocks. */
public interface Rights {
  /** Whether it may publish there: PUBLISH, Will and Response Topic alike. */
  boolean mayPublish(TopicName topic);

  /**
   * Why it may not subscribe; empty when it may have every topic that the filter matches.
   *
   * @param filter of a shared subscription the one behind the group
   */
  Optional<ReasonCode> refusal(TopicFilter filter);

  /** Everything. */
  Rights ALL =
      new Rights() {
        @Override
        public boolean mayPublish(TopicName topic) {
          return true;
        }

        @Override
        public Optional<ReasonCode> refusal(TopicFilter filter) {
          return Optional.empty();
        }
      };

  /** Nothing. */
  Rights NONE =
      new Rights() {
        @Override
        public boolean mayPublish(TopicName topic) {
          return false;
        }

        @Override
        public Optional<ReasonCode> refusal(TopicFilter filter) {
          return Optional.of(ReasonCode.NOT_AUTHORIZED);
        }
      };
}
