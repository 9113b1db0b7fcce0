package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyLineTest {

  @Test
  void namesPortsOfAddresses() throws DemoException {
    ReadyLine line = ReadyLine.parse("ready mqtt=127.0.0.1:41883 admin=[::1]:9464 devices=40");
    assertThat(line.port("mqtt")).isEqualTo(41883);
    assertThat(line.port("admin")).isEqualTo(9464);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ready", "ready mqtt", "ready mqtt=", "ready mqtt=127.0.0.1:x"})
  void aLineWithoutThePortIsAFailure(String line) {
    assertThatThrownBy(() -> ReadyLine.parse(line).port("mqtt"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("without a port for mqtt");
  }
}
