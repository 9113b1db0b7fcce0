package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import java.util.Optional;

/**
 * Who may do what; asked inside a turn, so an answer never blocks. The broker asks at CONNECT, and
 * for everybody again when it is told that answers have changed.
 */
public interface Authorizer {
  /** Why that client may not be connected; empty when it may. */
  Optional<ReasonCode> refusal(ClientId client, Identity identity);

  /** What the client may do; {@link Rights#NONE} when nobody is known by that name any more. */
  Rights rightsOf(ClientId client, Identity identity);

  /** Everybody may do everything. */
  Authorizer ALLOW_ALL =
      new Authorizer() {
        @Override
        public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
          return Optional.empty();
        }

        @Override
        public Rights rightsOf(ClientId client, Identity identity) {
          return Rights.ALL;
        }
      };
}
