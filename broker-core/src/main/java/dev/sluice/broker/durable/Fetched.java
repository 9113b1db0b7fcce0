package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;
import java.util.List;

/**
 * What the log has brought back of the messages that a session is owed.
 *
 * @param request the number of what is answered
 * @param messages in the order they were accepted, the first that were asked for; none when the log
 *     has no more
 * @param lost ids between them that cannot be read any more
 */
public record Fetched(ClientId client, long request, List<OwedMessage> messages, List<Long> lost) {
  public Fetched {
    messages = List.copyOf(messages);
    lost = List.copyOf(lost);
  }
}
