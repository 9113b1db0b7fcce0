package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.config.SimConfigFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("sluice.root", ".."), "config", "demo");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine command =
        Demo.commandLine(new Demo.Stage(List.of("/absent/sluice"), CONFIGS, false));
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --seconds 4           | --seconds must be 5 to 86400, found 4
          --seconds soon        | Invalid value for option '--seconds'
          --placement here      | expected one of adaptive, edge-only
          --require x           | expected FIELD>=NUMBER
          --link-mbps 0         | bandwidth must be above 0 Mbit/s
          --link-latency 15     | expected a duration such as 15ms
          --outage loud         | Invalid value for option '--outage'
          --nonsense            | Unknown option: '--nonsense'
          """)
  void namesWhatIsWrong(String arguments, String message) {
    assertThat(execute(arguments.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void explainsItself() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("--compare", "--replay=FILE.csv", "--require=FIELD>=N");
  }

  @Test
  void theDevicesOfTheDemonstrationAreValid() throws ConfigException {
    SimConfig config = SimConfigFile.load(CONFIGS.resolve("sim.yaml"), List.of("broker.port=1"));
    assertThat(config.devices()).isBetween(20, 200);
  }

  @ParameterizedTest
  @CsvSource({
    "edge, uplink.port=4711 admin.port=0",
    "policy, placement=adaptive advanced.adaptive-by=threshold",
    "cloud, admin.port=0"
  })
  void theProgramsOfTheDemonstrationTakeTheirOverrides(String program, String overrides)
      throws ConfigException {
    Path file = CONFIGS.resolve(program + ".yaml");
    String schema = "/schema/" + program + ".schema.json";
    assertThat(ConfigFile.load(file, schema, List.of(overrides.split(" ")))).isNotNull();
  }
}
