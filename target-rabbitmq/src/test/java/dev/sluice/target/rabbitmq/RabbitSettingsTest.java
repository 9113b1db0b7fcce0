package dev.sluice.target.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabbitSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot | 1 | prot: is no setting of rabbitmq",
        "port | 70000 | port: must be a number from 1 to 65535 (found 70000)",
        "queues | lazy | queues: must be classic, quorum, priority or none (found lazy)"
      })
  void namesTheSettingThatIsWrong(String name, String value, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitSettings.of(Map.of(name, value)))
        .withMessageStartingWith(said);
  }

  @Test
  void declaresNothingForAnExchangeOfOthers() {
    assertThat(RabbitSettings.of(Map.of()).queues()).isEqualTo(RabbitSettings.Queues.CLASSIC);
    assertThat(RabbitSettings.of(Map.of("exchange", "plant")).queues())
        .isEqualTo(RabbitSettings.Queues.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitSettings.of(Map.of("exchange", "plant", "queues", "quorum")))
        .withMessageStartingWith("queues: must be none with an exchange");
  }

  @Test
  void theUsualPortIsThatOfTls() {
    assertThat(RabbitSettings.of(Map.of("tls", "true")).port()).isEqualTo(5_671);
    assertThat(RabbitSettings.of(Map.of()).port()).isEqualTo(5_672);
  }
}
