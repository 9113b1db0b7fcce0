package dev.sluice.target.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSettingsTest {
  @Test
  void namesTheSettingThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of(Map.of("prot", "1")))
        .withMessageContaining("prot: is no setting of redis");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of(Map.of("port", "70000")))
        .withMessageContaining("port: must be a number from 1 to 65535 (found 70000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of(Map.of("password-file", "/none")))
        .withMessageContaining("password-file: /none cannot be read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSettings.of(Map.of("ca-file", "ca.pem")))
        .withMessage("ca-file: is of no use without tls: true");
  }

  @Test
  void readsThePasswordFromItsFileAndNeverSaysIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "secret\n");

    RedisSettings settings = RedisSettings.of(Map.of("password-file", file.toString()));

    assertThat(settings.password()).contains("secret");
    assertThat(settings.toString()).doesNotContain("secret");
  }
}
