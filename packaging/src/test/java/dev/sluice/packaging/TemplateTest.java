package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTest {
  @ParameterizedTest
  @EnumSource(Program.class)
  void fillsEveryPlaceOfTheUnit(Program program) throws IOException {
    assertThat(Template.fill("deb/service", program.words()))
        .contains("ExecStart=/usr/lib/" + program.packageName() + "/bin/")
        .contains("SystemCallFilter=@system-service");
  }

  @Test
  void watchesTheEdgeNode() throws IOException {
    assertThat(Template.fill("deb/service", Program.EDGE.words()))
        .contains("Type=notify\nWatchdogSec=30\n");
    assertThat(Template.fill("deb/service", Program.CLOUD.words())).doesNotContain("Watchdog");
  }

  @Test
  void leavesNoPlaceOpen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.fill("deb/control", Map.of("package", "x")))
        .withMessageContaining("@version@");
  }
}
