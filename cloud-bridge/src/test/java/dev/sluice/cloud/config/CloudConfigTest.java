package dev.sluice.cloud.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudConfigTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("sluice.root"), "config", "cloud.yaml");

  @TempDir private Path folder;

  @Test
  void theShippedFileWorksAsItIs() throws ConfigException {
    CloudConfig config = CloudConfig.load(SHIPPED, List.of());

    assertThat(config.broker().port()).isEqualTo(1884);
    assertThat(config.link().keepDeferred()).isEqualTo(Duration.ofDays(1));
    assertThat(config.inference().models())
        .allMatch(model -> model.startsWith(SHIPPED.getParent()))
        .hasSize(2);
  }

  @Test
  void anEmptyFileMeansTheDefaults() throws ConfigException, IOException {
    CloudConfig config = CloudConfig.load(file("{}"), List.of());

    assertThat(config.broker().host()).isEqualTo("127.0.0.1");
    assertThat(config.broker().packetSize().bytes()).isEqualTo(2 << 20);
    assertThat(config.inference().models()).isEmpty();
  }

  @Test
  void overridesWin() throws ConfigException {
    CloudConfig config = CloudConfig.load(SHIPPED, List.of("broker.port=0", "inference.workers=4"));

    assertThat(config.broker().port()).isZero();
    assertThat(config.inference().workers()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "broker.host=0.0.0.0, broker.host, loopback",
    "admin.host=192.168.1.7, admin.host, loopback",
    "broker.host=example.org, broker.host, loopback",
    "broker.prot=1, prot, port",
    "broker.port=70000, broker.port, 65535",
    "inference.workers=0, inference.workers, 1",
    "readiness.within=1s, readiness, interval",
    "link.grace=ten, link.grace, duration",
    "broker.packet-size=1KB, broker.packet-size, 65KB"
  })
  void saysInOneLineWhatIsWrong(String override, String field, String hint) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(SHIPPED, List.of(override)))
        .satisfies(
            e -> assertThat(e.getMessage()).contains(field).contains(hint).doesNotContain("\n"));
  }

  private static final String SERVERS =
      """
      inference:
        models: [a.model.yaml]
        servers:
          - name: triton
            url: http://127.0.0.1:8000
            models: [{manifest: b.model.yaml, name: b}]
          - name: other
            url: https://models.example/base
            token-file: token
            models: [{manifest: c.model.yaml}]
        serve: {port: 8001}
      """;

  @Test
  void readsModelServers() throws ConfigException, IOException {
    CloudConfig.Inference inference = CloudConfig.load(file(SERVERS), List.of()).inference();

    assertThat(inference.servers())
        .extracting(ModelServer::name)
        .containsExactly("triton", "other");
    assertThat(inference.servers().get(0).timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(inference.serve().orElseThrow().port()).isEqualTo(8001);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: other          | name: triton          | 7:13 | inference.servers.1.name | another server",
        "http://127.0.0.1:8000 | ftp://127.0.0.1      | 5:12 | inference.servers.0.url  | must be like",
        "http://127.0.0.1:8000 | http://a:b@127.0.0.1 | 5:12 | inference.servers.0.url  | must not hold a user",
        "https://models.example/base | http://models.example | 8:12 | inference.servers.1.url | must be https",
        "c.model.yaml         | a.model.yaml          | 10:27 | inference.servers.1.models.0.manifest | named twice",
        "{port: 8001}         | {host: 0.0.0.0}       | 11:17 | inference.serve.host    | add token-file and tls",
        "{port: 8001}         | {body-size: 17MB}     | 11:22 | inference.serve.body-size | at most 16MB",
        "name: triton         | nam: triton           | 4:7   | inference.servers.0      | nam",
      })
  void saysInOneLineWhereAModelServerIsWrong(
      String was, String is, String place, String field, String hint) throws IOException {
    Path file = file(SERVERS.replace(was, is));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(file, List.of()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("cloud.yaml:" + place)
                    .contains(field)
                    .contains(hint));
  }

  private static final String EXTERNAL =
      """
      broker:
        packet-size: 1MB
        external:
          host: broker.example
          port: 8883
          login: {username: bridge, password-file: password}
          tls: {ca: ca.pem, identity: bridge.pem}
          reconnect-max: 9s
      """;

  @Test
  void readsAnExternalBroker() throws ConfigException, IOException {
    ExternalBroker broker =
        CloudConfig.load(file(EXTERNAL), List.of()).broker().external().orElseThrow();

    assertThat(broker.host()).isEqualTo("broker.example");
    assertThat(broker.clientId()).isEqualTo("sluice-bridge");
    assertThat(broker.login().orElseThrow().passwordFile()).isEqualTo(folder.resolve("password"));
    assertThat(broker.tls().orElseThrow().identity()).contains(folder.resolve("bridge.pem"));
    assertThat(broker.sessionExpiry()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest(name = "{index} {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "packet-size: 1MB     | host: localhost       | 2:9  | broker.host  | replaces",
        "packet-size: 1MB     | port: 1884            | 2:9  | broker.port  | replaces",
        "packet-size: 1MB     | session-expiry: 1d    | 2:19 | broker.session-expiry | replaces",
        "'  tls: {ca: ca.pem, identity: bridge.pem}' | '' | 6:12 | broker.external.login | add tls",
        "ca: ca.pem, identity | identity              | 7:21 | broker.external.tls.identity | needs a ca",
        "reconnect-max: 9s    | reconnect-max: 1ms    | 8:20 | broker.external.reconnect-max | shorter",
        "reconnect-max: 9s    | client-id: edge-1     | 8:16 | broker.external.client-id | edge-",
        "reconnect-max: 9s    | 'group: {members: [b]}' | 8:22 | broker.external.group.members | sluice-bridge",
        "username: bridge,    | ''                    | 6:12 | broker.external.login | username",
        "reconnect-max: 9s    | protocol: mqtt-3.1    | 8:15 | broker.external.protocol | mqtt-3.1.1",
        "reconnect-max: 9s    | protocol: mqtt-3.1.1  | 1:1  | down.allow   | 'say down: {allow: []}'",
      })
  void saysInOneLineWhereAnExternalBrokerIsWrong(
      String was, String is, String place, String field, String hint) throws IOException {
    String text = EXTERNAL.replace(was, is);
    assertThat(text).isNotEqualTo(EXTERNAL);
    Path file = file(text);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(file, List.of()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("cloud.yaml:" + place)
                    .contains(field)
                    .contains(hint)
                    .doesNotContain("\n"));
  }

  @Test
  void commandsAndGroupsAreRefusedAtABrokerThatHasNoMqtt5() throws IOException {
    String older = EXTERNAL + "    protocol: mqtt-3.1.1\n";
    Path commands = file(older + "down: {allow: [a/#]}\n");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(commands, List.of()))
        .withMessageContaining("cloud.yaml:10:15: down.allow: needs the User Properties of MQTT 5");
    Path group = file(older + "    group: {members: [sluice-bridge]}\ndown: {allow: []}\n");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(group, List.of()))
        .withMessageContaining("cloud.yaml:10:12: broker.external.group: needs the shared");
  }

  @Test
  void aBrokerWithoutMqtt5IsForRequestsAndMessages() throws ConfigException, IOException {
    Path file = file(EXTERNAL + "    protocol: mqtt-3.1.1\ndown: {allow: []}\n");
    CloudConfig config = CloudConfig.load(file, List.of());
    assertThat(config.broker().external().orElseThrow().speaksMqtt5()).isFalse();
  }

  @Test
  void aGateHasNothingToStandBeforeAtAnExternalBroker() throws IOException {
    Path file = file(EXTERNAL + "gate: {names: [bridge.example]}\n");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(file, List.of()))
        .withMessageContaining("cloud.yaml:9:7: gate: stands before the embedded broker");
  }

  private static final String WORKER =
      """
      backbone:
        kind: kafka
        role: worker
        settings: {bootstrap-servers: "kafka:9092", password-file: kafka.password}
      """;

  @Test
  void readsABackbone() throws ConfigException, IOException {
    BackboneUse backbone = CloudConfig.load(file(WORKER), List.of()).backbone().orElseThrow();

    assertThat(backbone.role()).isEqualTo(BackboneUse.Role.WORKER);
    assertThat(backbone.requests()).isEqualTo("sluice-requests");
    assertThat(backbone.results()).isEqualTo("sluice-results");
    assertThat(backbone.group()).isEqualTo("sluice-workers");
    assertThat(backbone.key()).isEqualTo(BackboneUse.Key.REQUEST);
    assertThat(backbone.clockSkew()).isEqualTo(Duration.ofMillis(500));
    assertThat(backbone.settings())
        .containsEntry("password-file", folder.resolve("kafka.password").toString());
  }

  @ParameterizedTest(name = "{index} {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "role: worker | role: server           | 3:9 | backbone.role | ingress",
        "role: worker | requests: a/b          | 3:13 | backbone.requests | must be 1 to 249 letters",
        "role: worker | 'requests: same\n  results: same' | 4:12 | backbone.results | another stream",
        "role: worker | taken: 0               | 3:10 | backbone.taken | 1",
        "backbone:    | 'gate: {names: [a]}\nbackbone:'   | 1:7 | gate | of the ingress",
        "backbone:    | 'broker: {port: 0}\nbackbone:'    | 1:9 | broker | of the ingress",
        "backbone:    | 'targets: {}\nbackbone:'          | 1:10 | targets | of the ingress",
        "backbone:    | 'inference: {serve: {}}\nbackbone:' | 1:20 | inference.serve | with a backbone",
        "'  role: worker' | 'inference: {servers: []}\nbackbone:\n  role: ingress' | 1:22 | inference.servers | of the workers",
      })
  void saysInOneLineWhereABackboneIsWrong(
      String was, String is, String place, String field, String hint) throws IOException {
    boolean whole = is.contains("role: ingress");
    String text =
        whole
            ? is.replace("\\n", "\n") + "\n  kind: kafka\n"
            : WORKER.replace(was, is.replace("\\n", "\n"));
    Path file = file(text);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(file, List.of()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("cloud.yaml:" + place + ": ")
                    .contains(field)
                    .contains(hint)
                    .doesNotContain("\n"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("cloud.yaml"), text);
  }

  private static final String CHAT =
      """
      inference:
        chat:
          - name: assistant
            url: http://127.0.0.1:11434/v1
            model: llama3.1:8b
            temperature: 0
          - name: other
            url: https://models.example/v1
            model: big
            key-env: MODELS_KEY
            answer-size: 1MB
      """;

  @Test
  void readsChatModels() throws ConfigException, IOException {
    List<ChatModel> models = CloudConfig.load(file(CHAT), List.of()).inference().chat();

    assertThat(models).extracting(ChatModel::name).containsExactly("assistant", "other");
    assertThat(models.get(0).temperature()).contains(0.0);
    assertThat(models.get(0).timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(models.get(1).keyEnv()).contains("MODELS_KEY");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: other        | name: assistant        | 7:13  | inference.chat.1.name | another chat model",
        "http://127.0.0.1:11434 | file://127.0.0.1   | 4:12  | inference.chat.0.url | must be like",
        "https://models.example | http://models.example | 8:12 | inference.chat.1.url | must be https",
        "answer-size: 1MB   | answer-size: 2MB       | 11:20 | inference.chat.1.answer-size | 1B to 1MB",
        "answer-size: 1MB   | key-file: k            | 10:16 | inference.chat.1.key-env | two keys",
        "temperature: 0     | temperature: 3         | 6:20  | inference.chat.0.temperature | 2",
        "temperature: 0     | key-env: a-b           | 6:16  | inference.chat.0.key-env | a-b",
      })
  void saysInOneLineWhereAChatModelIsWrong(
      String was, String is, String place, String field, String hint) throws IOException {
    Path file = file(CHAT.replace(was, is));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CloudConfig.load(file, List.of()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("cloud.yaml:" + place)
                    .contains(field)
                    .contains(hint)
                    .doesNotContain("\n"));
  }
}
