package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway never carries: engines are the cloud's business. */
class TargetsStayAwayTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.sluice.target.Target",
        "dev.sluice.target.redis.RedisKind",
        "redis.clients.jedis.Jedis",
        "dev.sluice.target.kafka.KafkaKind",
        "org.apache.kafka.clients.producer.KafkaProducer",
        "dev.sluice.target.rabbitmq.RabbitKind",
        "com.rabbitmq.client.ConnectionFactory"
      })
  void isNotOnTheClassPath(String engine) {
    assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(engine));
  }
}
