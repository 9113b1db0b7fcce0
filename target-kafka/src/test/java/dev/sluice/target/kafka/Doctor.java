package dev.sluice.target.kafka;

import dev.sluice.cloud.CloudBridge;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ./sluice cloud doctor --strict}, with what the tests' class path has.
 *
 * @param code that it ended with
 */
record Doctor(int code, String said) {
  static Doctor examines(Path folder, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("examined.yaml"), yaml);
    var out = new StringWriter();
    int code =
        CloudBridge.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("doctor", "--strict", "--config", file.toString());
    return new Doctor(code, out.toString());
  }
}
