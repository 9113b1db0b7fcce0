package dev.sluice.cloud;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Properties;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells messages that came up from commands, on a broker that delivers both alike: what came up
 * must not go down again.
 */
final class UpMark {
  private static final UserProperty MARK = new UserProperty("sluice-came", "up");

  private UpMark() {}

  static ForwardedMessage on(ForwardedMessage message) {
    Properties had = message.properties();
    List<UserProperty> user = new ArrayList<>(had.user());
    user.add(MARK);
    return new ForwardedMessage(
        message.topic(),
        message.payload(),
        message.qos(),
        message.retain(),
        message.remainingMs(),
        new Properties(
            had.payloadFormat(), had.contentType(), had.responseTopic(), had.correlation(), user));
  }

  static boolean isOn(ForwardedMessage message) {
    return message.properties().user().contains(MARK);
  }
}
