package dev.sluice.target.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSettingsTest {
  @TempDir private Path folder;

  private static TargetSettings settings(Map<String, String> said) {
    Set<String> known = new HashSet<>(TargetSettings.TLS);
    known.addAll(List.of("port", "password-file"));
    return new TargetSettings("shelf", said, known);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void namesWhatIsNoSetting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("prot", "1")))
        .withMessageStartingWith("prot: is no setting of shelf; there are [ca-file, ");
  }

  @Test
  void aSecretNeverGoesToAnotherMachineInTheClear() throws IOException {
    String file = file("password", " secret\n");

    assertThat(settings(Map.of("password-file", file)).secret("password-file", "127.0.0.1"))
        .contains("secret");
    assertThat(
            settings(Map.of("password-file", file, "tls", "true"))
                .secret("password-file", "redis.example"))
        .contains("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings(Map.of("password-file", file)).secret("password-file", "redis.example"))
        .withMessage("password-file: could be read on its way to redis.example; set tls: true");
  }

  @Test
  void aChoiceIsOneOfItsWords() {
    assertThat(settings(Map.of()).choice("port", "low", "high")).isEqualTo("low");
    assertThat(settings(Map.of("port", "high")).choice("port", "low", "high")).isEqualTo("high");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("port", "up")).choice("port", "low", "high"))
        .withMessage("port: must be one of low, high (found up)");
  }

  @Test
  void anEmptySecretIsAFault() throws IOException {
    String file = file("password", "\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("password-file", file)).secret("password-file"))
        .withMessage("password-file: " + file + " is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls | yes | tls: must be true or false (found yes)",
        "ca-file | NOTHING | ca-file: holds no certificate in the PEM format",
        "ca-file | none.pem | cannot be read",
        "key-file | NOTHING | key-file: needs the other of certificate-file and key-file"
      })
  void saysWhatOfTlsIsWrong(String name, String value, String said) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("tls", "true"));
    all.put(name, value.equals("NOTHING") ? file("empty.pem", "") : value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(all).tls())
        .withMessageContaining(said);
  }

  @Test
  void withoutTlsThereIsNone() {
    assertThat(settings(Map.of("tls", "false")).tls()).isEmpty();
    assertThat(settings(Map.of("tls", "true")).tls()).isPresent();
  }
}
