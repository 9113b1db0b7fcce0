package dev.sluice.target.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.sluice.target.TargetRecord;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** A record as a message of AMQP 0-9-1; of headers of one name the last counts. */
final class RabbitMessages {
  private static final int PERSISTENT = 2;

  private RabbitMessages() {}

  @SuppressWarnings("JavaUtilDate") // The client wants it.
  static BasicProperties properties(TargetRecord record) {
    Map<String, Object> headers = new HashMap<>();
    record.headers().forEach(header -> headers.put(header.name(), header.value()));
    headers.put("x-key", record.key());
    headers.put("x-topic", record.topic());
    return new BasicProperties.Builder()
        .messageId(record.id())
        .deliveryMode(PERSISTENT)
        .priority(record.priority())
        .timestamp(new Date(record.eventMillis()))
        .headers(headers)
        .build();
  }
}
