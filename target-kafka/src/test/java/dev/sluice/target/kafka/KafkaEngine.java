package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.sluice.target.Target;
import dev.sluice.target.TargetEngine;
import dev.sluice.target.TargetKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A Kafka of the test's own: one node in KRaft mode, in a process that can be killed. */
public final class KafkaEngine implements TargetEngine {
  private static final int PARTITIONS = 3;

  private final KafkaProcess process;

  public KafkaEngine(Path folder) throws IOException {
    this(folder, Map.of());
  }

  /**
   * @param more settings of the server, see {@link KafkaProcess}
   */
  KafkaEngine(Path folder, Map<String, String> more) throws IOException {
    this.process = new KafkaProcess(folder, more);
  }

  /** Why there is none; empty when there is. */
  public static Optional<String> missing() {
    return KafkaProcess.missing();
  }

  @Override
  public void start() throws IOException, InterruptedException {
    process.start();
    try (Admin admin = admin()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> process.requireAlive() && answers(admin));
    }
  }

  private static boolean answers(Admin admin) throws InterruptedException {
    try {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public Target open(long recordBytesMax) {
    Map<String, String> settings =
        Map.of(
            "bootstrap-servers",
            process.clear(),
            "timeout-ms",
            "3000",
            "record-bytes-max",
            Long.toString(recordBytesMax));
    return ServiceLoader.load(TargetKind.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals("kafka"))
        .findFirst()
        .orElseThrow()
        .open(settings);
  }

  /** Of the listener with TLS and passwords. */
  String secured() {
    return process.secured();
  }

  /** Of the listener that asks nobody. */
  public String clear() {
    return process.clear();
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            process.clear(),
            "request.timeout.ms",
            "2000",
            "default.api.timeout.ms",
            "20000"));
  }

  int partitions(String topic) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeTopics(List.of(topic))
          .topicNameValues()
          .get(topic)
          .get(20, TimeUnit.SECONDS)
          .partitions()
          .size();
    }
  }

  /** Who may come by SCRAM-SHA-256. */
  void addUser(String name, String password) throws Exception {
    var proof = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(name, proof, password)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  /** Stops it where it is: connections stay, and nothing is answered. */
  void hang() throws Exception {
    process.signal("STOP");
  }

  /** Lets it go on. */
  void wake() throws Exception {
    process.signal("CONT");
  }

  void create(String topic, Map<String, String> configs) throws Exception {
    try (Admin admin = admin()) {
      var created = new NewTopic(topic, PARTITIONS, (short) 1).configs(configs);
      admin.createTopics(List.of(created)).all().get(20, TimeUnit.SECONDS);
    }
  }

  @Override
  public void poison(String destination) throws Exception {
    create(destination, Map.of("max.message.bytes", "1"));
  }

  @Override
  public List<Held> held(String destination) {
    return records(destination).stream()
        .map(
            one ->
                new Held(
                    new String(one.headers().lastHeader(KafkaRecords.ID).value(), UTF_8),
                    one.key(),
                    one.value()))
        .toList();
  }

  /** Of each partition in its order. */
  List<ConsumerRecord<String, byte[]>> records(String topic) {
    return read(topic, new ByteArrayDeserializer());
  }

  /** As whoever reads texts reads them. */
  public List<ConsumerRecord<String, String>> texts(String topic) {
    return read(topic, new StringDeserializer());
  }

  private <V> List<ConsumerRecord<String, V>> read(String topic, Deserializer<V> values) {
    Map<String, Object> told =
        Map.of("bootstrap.servers", process.clear(), "allow.auto.create.topics", false);
    List<ConsumerRecord<String, V>> read = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(told, new StringDeserializer(), values)) {
      Collection<TopicPartition> all =
          Optional.ofNullable(consumer.partitionsFor(topic)).orElse(List.of()).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
                return all.stream().allMatch(one -> consumer.position(one) >= ends.get(one));
              });
    }
    return read;
  }

  @Override
  public void close() {
    process.kill();
  }
}
