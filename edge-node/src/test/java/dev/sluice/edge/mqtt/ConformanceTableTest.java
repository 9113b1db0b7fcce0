package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes the page with {@code -Dsluice.write-conformance=true}, else compares. */
class ConformanceTableTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
  private static final Path PAGE = PROJECT.resolve("docs/conformance.md");

  @Test
  void thePageIsCurrent() throws IOException {
    String page = ConformanceTable.of(PROJECT).markdown();
    if (Boolean.getBoolean("sluice.write-conformance")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("docs/conformance.md; -Dsluice.write-conformance=true writes it anew")
        .isEqualTo(page);
  }
}
