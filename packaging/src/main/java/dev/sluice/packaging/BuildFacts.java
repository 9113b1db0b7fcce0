package dev.sluice.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;

/**
 * What the build knows of itself.
 *
 * @param mavenVersion of the jars
 * @param time of everything in a package: no clock is read, so that the same sources give the same
 *     bytes
 */
record BuildFacts(String mavenVersion, Instant time) {
  private static final String SNAPSHOT = "-SNAPSHOT";

  static BuildFacts read() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = BuildFacts.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    }
    return new BuildFacts(
        properties.getProperty("version"), Instant.parse(properties.getProperty("timestamp")));
  }

  /** For packages: what comes before a release sorts before it. */
  String packageVersion() {
    return mavenVersion.replace(SNAPSHOT, "~snapshot");
  }
}
