package dev.sluice.cloud;

import dev.sluice.cloud.bridge.CommandConnection;
import dev.sluice.cloud.broker.CommandIntake;
import dev.sluice.cloud.broker.CommandIntake.OnceOnly;
import dev.sluice.cloud.broker.PublishedMessage;
import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an external broker says to the bridge, as commands. For the store the broker is the one
 * publisher of all of them.
 */
final class CommandSubscription implements CommandConnection.Listener {
  /** Stands for it where else a Client Identifier stands. */
  private static final String BROKER = "external broker";

  private final CommandIntake intake;

  CommandSubscription(CommandIntake intake) {
    this.intake = intake;
  }

  @Override
  public void onBegun() {
    intake.begun(BROKER);
  }

  @Override
  public void onMessage(MqttPublishMessage message, Consumer<Boolean> done) {
    String topic = message.variableHeader().topicName();
    Optional<ForwardedMessage> command =
        intake.isWanted(topic) ? PublishedMessage.of(message, topic) : Optional.empty();
    if (command.filter(one -> !UpMark.isOn(one)).isPresent()) {
      intake.keep(command.get(), once(message), done);
    } else {
      done.accept(true);
    }
  }

  private static Optional<OnceOnly> once(MqttPublishMessage message) {
    return message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE
        ? Optional.of(
            new OnceOnly(
                BROKER, message.variableHeader().packetId(), message.fixedHeader().isDup()))
        : Optional.empty();
  }

  @Override
  public void onReleased(int packetId) {
    intake.released(BROKER, packetId);
  }
}
