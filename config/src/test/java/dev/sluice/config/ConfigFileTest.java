package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good file becomes, with and without overrides. */
final class ConfigFileTest {
  private static final String SCHEMA = "/schema/sample.schema.json";

  @TempDir Path folder;

  private Sample load(String yaml, String... overrides) throws ConfigException, IOException {
    return file(yaml, overrides).as(Sample.class);
  }

  private ConfigFile file(String yaml, String... overrides) throws ConfigException, IOException {
    Path file = Files.writeString(folder.resolve("sample.yaml"), yaml);
    return ConfigFile.load(file, SCHEMA, List.of(overrides));
  }

  @Test
  void fillsInEveryDefaultOfTheSchema() throws Exception {
    Sample sample = load("node: {id: gateway-1}");

    assertThat(sample.listener())
        .isEqualTo(
            new Sample.Listener("127.0.0.1", 1883, Duration.ofSeconds(10), new DataSize(1 << 20)));
    assertThat(sample.mode()).isEqualTo(Sample.Mode.FAST_LANE);
    assertThat(sample.ratio()).isEqualTo(0.5);
    assertThat(sample.total()).isEqualTo(10_000_000_000L);
    assertThat(sample.models()).isEmpty();
  }

  @Test
  void keepsWhatTheFileSays() throws Exception {
    Sample sample =
        load(
            """
            node: {id: "17"}
            listener:
              port: 0
              connect-timeout: 250ms
              packet-size: 64KB
            mode: slow-lane
            ratio: 1
            count: 0x10
            verbose: true
            """);

    assertThat(sample.node().id()).isEqualTo("17");
    assertThat(sample.listener())
        .isEqualTo(
            new Sample.Listener("127.0.0.1", 0, Duration.ofMillis(250), new DataSize(64 << 10)));
    assertThat(sample.mode()).isEqualTo(Sample.Mode.SLOW_LANE);
    assertThat(sample.ratio()).isEqualTo(1.0);
    assertThat(sample.count()).isEqualTo(16);
    assertThat(sample.verbose()).isTrue();
  }

  @Test
  void fillsDefaultsInsideListsAndMaps() throws Exception {
    Sample sample =
        load(
            """
            node: {id: a}
            routes:
              - {name: one, deadline: 300ms}
              - {name: two, priority: 9}
            labels: {x: {}, y: {weight: 7}}
            """);

    assertThat(sample.routes())
        .containsExactly(
            new Sample.Route("one", Optional.of(Duration.ofMillis(300)), 5),
            new Sample.Route("two", Optional.empty(), 9));
    assertThat(sample.labels())
        .isEqualTo(Map.of("x", new Sample.Label(1), "y", new Sample.Label(7)));
  }

  @Test
  void resolvesPathsAgainstTheFoldersOfTheFile() throws Exception {
    Sample sample = load("{node: {id: a}, models: [models/light.yaml, ../up.yaml, /abs.yaml]}");

    assertThat(sample.models())
        .containsExactly(
            folder.resolve("models/light.yaml"),
            folder.getParent().resolve("up.yaml"),
            Path.of("/abs.yaml"));
  }

  @Test
  void overridesReplaceAddAndAppend() throws Exception {
    Sample sample =
        load(
            """
            node: {id: a}
            routes:
              - {name: one, deadline: 300ms}
            """,
            "node.id=b",
            "listener.port=1884",
            "routes.0.deadline=200ms",
            "routes.1.name=two",
            "models.0=x.yaml",
            "mode=slow-lane");

    assertThat(sample.node().id()).isEqualTo("b");
    assertThat(sample.listener().port()).isEqualTo(1884);
    assertThat(sample.listener().host()).isEqualTo("127.0.0.1");
    assertThat(sample.routes())
        .containsExactly(
            new Sample.Route("one", Optional.of(Duration.ofMillis(200)), 5),
            new Sample.Route("two", Optional.empty(), 5));
    assertThat(sample.models()).containsExactly(folder.resolve("x.yaml"));
    assertThat(sample.mode()).isEqualTo(Sample.Mode.SLOW_LANE);
  }

  @Test
  void aWholeNumberMayHaveAPoint() throws Exception {
    assertThat(load("{node: {id: a}, count: 4.0}").count()).isEqualTo(4);
  }

  @Test
  void laterOverridesWin() throws Exception {
    assertThat(load("node: {id: a}", "count=1", "count=2").count()).isEqualTo(2);
  }

  @Test
  void overrideValuesInQuotesOrBracketsAreYaml() throws Exception {
    Sample sample = load("node: {id: a}", "node.id=\"17\"", "models=[p.yaml, q.yaml]");

    assertThat(sample.node().id()).isEqualTo("17");
    assertThat(sample.models()).containsExactly(folder.resolve("p.yaml"), folder.resolve("q.yaml"));
  }

  @Test
  void overrideValuesMayHoldBracesWildcardsAndEqualsSigns() throws Exception {
    assertThat(load("node: {id: a}", "node.id={topic}/#/+=x").node().id())
        .isEqualTo("{topic}/#/+=x");
  }

  @Test
  void aFileOfCommentsStandsForAllDefaults() throws Exception {
    assertThat(load("# nothing but defaults\n", "node.id=a").count()).isEqualTo(3);
  }

  @Test
  void placesFaultsOfTheCallerAtTheField() throws Exception {
    ConfigFile file =
        file(
            """
            node: {id: a}
            routes:
              - name: one
                deadline: 300ms
            """,
            "count=4");

    assertThat(file.fault("routes.0.deadline", "is shorter than the ping"))
        .hasMessage(folder + "/sample.yaml:4:15: routes.0.deadline: is shorter than the ping");
    assertThat(file.fault("routes.0.priority", "is odd"))
        .as("a default stands where the value around it stands")
        .hasMessage(folder + "/sample.yaml:3:5: routes.0.priority: is odd");
    assertThat(file.fault("count", "is four")).hasMessage("--set count=4: count: is four");
    assertThat(file.fault("nowhere.at.all", "is odd"))
        .hasMessage(folder + "/sample.yaml:1:1: nowhere.at.all: is odd");
  }

  @Test
  void aRecordsOwnRefusalIsAFaultWithItsPlace() {
    assertThatThrownBy(() -> load("node: {id: a b}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(folder + "/sample.yaml:1:7: node: the id must not hold a space");
  }
}
