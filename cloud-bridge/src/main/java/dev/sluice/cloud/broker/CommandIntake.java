package dev.sluice.cloud.broker;

import dev.sluice.uplink.ForwardedMessage;
import java.util.Optional;
import java.util.function.Consumer;

/** Where messages go that nodes want. All may be called by any thread. */
public interface CommandIntake {
  /** Nobody wants anything. */
  CommandIntake NONE =
      new CommandIntake() {
        @Override
        public boolean isWanted(String topic) {
          return false;
        }

        @Override
        public void keep(
            ForwardedMessage message, Optional<OnceOnly> once, Consumer<Boolean> done) {
          done.accept(true);
        }

        @Override
        public void released(String client, int packetId) {}

        @Override
        public void begun(String client) {}
      };

  /**
   * A QoS 2 publication between PUBLISH and PUBREL.
   *
   * @param repeated its DUP flag
   */
  record OnceOnly(String client, int packetId, boolean repeated) {}

  /** Whether somebody wants messages of that topic. */
  boolean isWanted(String topic);

  /**
   * @param once of a QoS 2 publication
   * @param done told once, by any thread: true when it is safe
   */
  void keep(ForwardedMessage message, Optional<OnceOnly> once, Consumer<Boolean> done);

  /** PUBREL: the Packet Identifier may name another publication. */
  void released(String client, int packetId);

  /** The client's session begins: nothing of it is open. */
  void begun(String client);
}
