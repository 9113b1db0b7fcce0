package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.TestClient.Received;
import dev.sluice.edge.config.EdgeConfigFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Camera images in, answers out. */
class ImageRouteIT {
  @TempDir static Path folder;
  static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Path edge = RunningGateway.yaml(folder);
    for (Path file : List.of(edge, RunningGateway.policy(folder))) {
      Files.writeString(
          file,
          Files.readString(file)
              .replace("vibration-light", "surface-light")
              .replace("vibration-heavy", "surface-medium")
              .replace("sensors/+/vibration", "cams/+/frame"));
    }
    gateway = RunningGateway.of(EdgeConfigFile.load(edge, List.of()), folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static byte[] image(String format) throws Exception {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 320 * 240; i++) {
      image.setRGB(i % 320, i / 320, 0x010101 * (100 + i / 320 % 7 * 4));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static JsonNode ask(byte[] payload) throws Exception {
    try (TestClient camera = gateway.client("cam").subscribe("cams/a/frame/inference")) {
      camera.publish("cams/a/frame", payload, TestClient.user("x-id", "frame-7"));
      Received answer = camera.next();
      return JsonMapper.shared().readTree(answer.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void anImageOfAnySizeIsAnsweredUnderTheIdOfItsMessage(String format) throws Exception {
    JsonNode answer = ask(image(format));
    assertThat(answer.get("id").asString()).isEqualTo("frame-7");
    assertThat(answer.get("status").asString()).isEqualTo("ok");
    assertThat(answer.get("model").asString()).isEqualTo("surface-medium");
    assertThat(answer.get("label").asString()).isIn("good", "defect");
  }

  @Test
  void whatIsNoImageIsRefusedInOneLine() throws Exception {
    JsonNode answer = ask(new byte[] {1, 2, 3});
    assertThat(answer.get("id").asString()).isEqualTo("frame-7");
    assertThat(answer.get("status").asString()).isEqualTo("rejected");
    assertThat(answer.get("detail").asString())
        .isEqualTo("image: neither PNG nor JPEG, nor 4096 raw bytes (64 x 64 grey)");
  }
}
