package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExplainTest {
  private static final String POLICY =
      """
      routes:
        - name: vibration
          topic: s/+/vibration
          model: heavy
          deadline: 300ms
          when: size > 1
          local-only-when: properties.site == 'lab'
        - name: private
          topic: private/#
          model: heavy
          deadline: 300ms
          privacy: local-only
        - name: fixed
          topic: fixed
          model: heavy
          placement: cloud-only
      text-routes:
        - {name: chat, topic: ask/+, model: assistant, deadline: 30s}
      """;

  @TempDir Path folder;
  private Path policy;

  @BeforeEach
  void writePolicy() throws Exception {
    policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  private Ran explain(String... more) {
    List<String> args = new ArrayList<>(List.of("explain", policy.toString()));
    args.addAll(List.of(more));
    return Ran.policy(args.toArray(String[]::new));
  }

  private JsonNode json(String... more) {
    List<String> args = new ArrayList<>(List.of("--json"));
    args.addAll(List.of(more));
    Ran ran = explain(args.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    return JsonMapper.shared().readTree(ran.out()).get(0);
  }

  private static String[] open(String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of("--topic", "s/a/vibration", "--property", "site=field", "--bytes", "5000"));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return args.toArray(String[]::new);
  }

  @Test
  void anIdleGatewayKeepsTheMessage() {
    JsonNode node = json(open());

    assertThat(node.get("action").asString()).isEqualTo("LOCAL");
    assertThat(node.get("reason").asString()).isEqualTo("CHEAPER_LOCAL");
    assertThat(node.get("predictedEdgeMs").asDouble()).isEqualTo(10);
    assertThat(node.get("predictedCloudMs").asDouble()).isEqualTo(20 + 50 + 10);
    assertThat(node.get("wouldTurn").get(0).asString()).contains("the wait for a worker here rose");
  }

  @Test
  void aBusyGatewaySendsItUpUnlessTheUplinkFalls() {
    JsonNode node = json(open("workers=1", "busy=1", "queue=25"));

    assertThat(node.get("action").asString()).isEqualTo("CLOUD");
    String turn = node.get("wouldTurn").get(0).asString();
    assertThat(turn).matches("if the uplink fell below [0-9,]+ kbit/s \\(now 2,000\\)");
    double kbits =
        Double.parseDouble(turn.replaceAll(".*below ([0-9,]+) .*", "$1").replace(",", ""));
    String[] state = {"workers=1", "busy=1", "queue=25", ""};
    state[3] = "uplink-mbps=" + kbits * 1.2 / 1_000;
    assertThat(json(open(state)).get("action").asString()).isEqualTo("CLOUD");
    state[3] = "uplink-mbps=" + kbits * 0.8 / 1_000;
    assertThat(json(open(state)).get("action").asString()).isNotEqualTo("CLOUD");
  }

  @Test
  void textTellsBothSidesAndWhatWouldTurnIt() {
    Ran ran = explain(open("queue=25", "busy=1"));

    assertThat(ran.out())
        .contains("route      vibration, deadline 300.0 ms, priority 5, judged by priced")
        .contains("guards     it may go up")
        .contains("decision   to the cloud, because ")
        .contains("edge       predicted 265.0 ms, in time with ")
        .contains("cloud      predicted 80.0 ms, in time with ")
        .contains("would turn if ");
  }

  @Test
  void aGuardThatHoldsKeepsItHereAndOneThatDoesNotSaysSo() {
    JsonNode lab = json("--topic", "s/a/vibration", "--property", "site=lab");
    JsonNode small = json("--topic", "s/a/vibration", "--payload", "1");

    assertThat(lab.get("reason").asString()).isEqualTo("PRIVACY");
    assertThat(lab.get("wouldTurn").get(0).asString()).contains("must not leave");
    assertThat(small.get("matches").asBoolean()).isFalse();
  }

  @Test
  void aLinkThatIsDownIsSaid() {
    JsonNode node = json(open("link=down"));

    assertThat(node.get("reason").asString()).isEqualTo("BREAKER");
    assertThat(node.get("wouldTurn").get(0).asString()).isEqualTo("if the cloud answered again");
  }

  @Test
  void aFixedSideHasNothingThatTurnsIt() {
    JsonNode node = json("--topic", "fixed");

    assertThat(node.get("action").asString()).isEqualTo("CLOUD");
    assertThat(node.get("reason").asString()).isEqualTo("FIXED");
    assertThat(node.get("wouldTurn").get(0).asString()).isEqualTo("nothing: the side is fixed");
  }

  @Test
  void theStateMayComeFromAFile() throws Exception {
    Path state = Files.writeString(folder.resolve("state.yaml"), "queue: 40\nbusy: 1\n");

    assertThat(
            json("--topic", "s/a/vibration", "--property", "site=b", "--state", state.toString())
                .get("action")
                .asString())
        .isEqualTo("CLOUD");
    Files.writeString(state, "queu: 40\n");
    Ran ran = explain("--topic", "s/a/vibration", "--state", state.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("state.yaml:1:1: queu: unknown key: did you mean 'queue'?");
  }

  @Test
  void theStateMayBeARunningNodes() throws Exception {
    byte[] status =
        """
        {"workers": 2, "breaker": "closed", "link": "up", "rttMs": 80.5, "uplinkMbps": 0.5,
         "backlog": {"localQueue": 60, "localRunning": 2, "onWireBytes": 0},
         "models": [{"name": "heavy", "inferMsP50": 12.5}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/api/status",
        exchange -> {
          exchange.sendResponseHeaders(200, status.length);
          exchange.getResponseBody().write(status);
          exchange.close();
        });
    node.start();
    try {
      String url = "http://127.0.0.1:" + node.getAddress().getPort();
      JsonNode said = json("--topic", "s/a/vibration", "--property", "site=b", "--node", url);

      assertThat(said.get("predictedEdgeMs").asDouble()).isEqualTo((1 + 60) * 12.5 / 2 + 12.5);
      assertThat(said.get("predictedCloudMs").asDouble()).isEqualTo(16 + 80.5 + 12.5);
    } finally {
      node.stop(0);
    }
    assertThat(explain("--topic", "s/a/vibration", "--node", "http://127.0.0.1:1").err())
        .contains("cannot be asked");
  }

  @Test
  void thePageStandsAloneAndHasCharts() throws Exception {
    Path page = folder.resolve("page.html");
    List<String> args = new ArrayList<>(List.of(open()));
    args.addAll(List.of("--html", page.toString()));

    assertThat(explain(args.toArray(String[]::new)).exit()).isZero();
    assertThat(Files.readString(page)).contains("<svg").doesNotContain("src=", "href=");
  }

  @Test
  void whatCannotBeAskedIsOneLine() {
    assertThat(explain("--topic", "other").err())
        .contains("no route matches the topic: there are s/+/vibration, private/#, fixed");
    assertThat(explain("--topic", "ask/x").err())
        .contains("the topic is of text route 'chat', which has no placement");
    assertThat(explain("--topic", "a/#").err()).contains("must be a topic name");
    assertThat(explain("--topic", "fixed", "--set", "busy=2").err())
        .contains("must be at most workers, which are 1");
    assertThat(explain("--topic", "fixed", "--property", "x-priority=high").err())
        .contains("must be a whole number");
  }
}
