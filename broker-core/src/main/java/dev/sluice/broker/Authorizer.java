package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;

/** Who may do what; asked inside a turn, so an answer never blocks. */
public interface Authorizer {
  /** Whether the client may publish there: PUBLISH, Will and Response Topic alike. */
  boolean mayPublish(ClientId client, TopicName topic);

  boolean maySubscribe(ClientId client, TopicFilter filter);

  /** Everybody may do everything. */
  Authorizer ALLOW_ALL =
      new Authorizer() {
        @Override
        public boolean mayPublish(ClientId client, TopicName topic) {
          return true;
        }

        @Override
        public boolean maySubscribe(ClientId client, TopicFilter filter) {
          return true;
        }
      };
}
