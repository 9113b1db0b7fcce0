package dev.sluice.target.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** One connection with one channel of publisher confirms; when it breaks another is made. */
final class RabbitLink {
  private static final int CLOSE_MS = 1_000;

  private final RabbitSettings settings;
  private final Connection connection;
  private final Channel channel;
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Set<String> declared = new HashSet<>();
  private volatile Optional<String> blocked = Optional.empty();

  private RabbitLink(RabbitSettings settings, Connection connection) throws IOException {
    this.settings = settings;
    this.connection = connection;
    this.channel = connection.createChannel();
  }

  static RabbitLink connect(RabbitSettings settings) throws IOException, TimeoutException {
    Connection connection = factory(settings).newConnection("sluice");
    try {
      var link = new RabbitLink(settings, connection);
      link.listen();
      return link;
    } catch (IOException | RuntimeException e) {
      connection.abort(CLOSE_MS);
      throw e;
    }
  }

  private static ConnectionFactory factory(RabbitSettings settings) {
    int millis = (int) settings.timeout().toMillis();
    var factory = new ConnectionFactory();
    factory.setHost(settings.host());
    factory.setPort(settings.port());
    factory.setVirtualHost(settings.virtualHost());
    factory.setUsername(settings.user());
    factory.setPassword(settings.passwordOrGuest());
    // The delivery decides when it is tried again, and what goes again.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(millis);
    factory.setHandshakeTimeout(millis);
    factory.setChannelRpcTimeout(millis);
    settings
        .tls()
        .ifPresent(
            context -> {
              factory.useSslProtocol(context);
              factory.enableHostnameVerification();
            });
    return factory;
  }

  private void listen() throws IOException {
    channel.confirmSelect();
    channel.addConfirmListener(unconfirmed::onAck, unconfirmed::onNack);
    channel.addReturnListener(
        back ->
            unconfirmed.onReturn(
                back.getProperties().getMessageId(),
                "%d %s: no queue for '%s'"
                    .formatted(back.getReplyCode(), back.getReplyText(), back.getRoutingKey())));
    connection.addBlockedListener(
        reason -> blocked = Optional.of("takes nothing: " + reason),
        () -> blocked = Optional.empty());
    channel.addShutdownListener(cause -> unconfirmed.end(RabbitAnswers.oneLine(cause)));
  }

  /** Publishes, and tells when it is confirmed; by one thread. */
  void publish(Unconfirmed.Asked asked) {
    TargetRecord record = asked.record();
    Optional<Outcome> obstacle = obstacle(record.destination());
    if (obstacle.isPresent()) {
      asked.done().accept(obstacle.get());
      return;
    }
    if (unconfirmed.add(channel.getNextPublishSeqNo(), asked, System.nanoTime())) {
      try {
        channel.basicPublish(
            settings.exchange(),
            record.destination(),
            true,
            RabbitMessages.properties(record),
            record.payload());
      } catch (IOException | ShutdownSignalException e) {
        end(RabbitAnswers.oneLine(e));
      }
    }
  }

  private Optional<Outcome> obstacle(String destination) {
    if (blocked.isPresent()) {
      return blocked.map(Outcome.Unavailable::new);
    }
    if (settings.queues() == RabbitSettings.Queues.NONE || declared.contains(destination)) {
      return Optional.empty();
    }
    return declare(destination);
  }

  /** On a channel of its own, which the engine closes where it does not agree. */
  private Optional<Outcome> declare(String queue) {
    try {
      Channel own = connection.createChannel();
      own.queueDeclare(queue, true, false, false, arguments(settings.queues()));
      own.abort();
      declared.add(queue);
      return Optional.empty();
    } catch (IOException | ShutdownSignalException e) {
      return Optional.of(
          RabbitAnswers.ofDeclaring(e, connection.isOpen(), RabbitAnswers.oneLine(e)));
    }
  }

  private static Map<String, Object> arguments(RabbitSettings.Queues queues) {
    Map<String, Object> arguments = new HashMap<>();
    if (queues == RabbitSettings.Queues.QUORUM) {
      arguments.put("x-queue-type", "quorum");
    } else if (queues == RabbitSettings.Queues.PRIORITY) {
      arguments.put("x-max-priority", 9);
    }
    return arguments;
  }

  boolean isUp() {
    return channel.isOpen() && !unconfirmed.isEnded();
  }

  /** Ends it when something has waited for longer than the timeout. */
  void endIfStuck(long nowNanos) {
    unconfirmed
        .oldestNanos()
        .filter(at -> nowNanos - at > settings.timeout().toNanos())
        .ifPresent(at -> end("no confirmation in " + settings.timeout().toMillis() + " ms"));
  }

  /** What was not confirmed is unavailable; any thread. */
  void end(String reason) {
    unconfirmed.end(reason);
    connection.abort(CLOSE_MS);
  }
}
