package dev.sluice.inference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * ONNX files small enough to write by hand: one ReduceMean node, so that the score of a window is
 * its mean. Field numbers are those of onnx.proto.
 */
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INTS = 7;

  private TinyOnnx() {}

  /** A graph {@code x [1, window] -> y [1, 1]}. */
  static byte[] meanOf(int window) {
    byte[] axes = new Message().text(1, "axes").number(8, 1).number(20, INTS).bytes();
    byte[] node =
        new Message().text(1, "x").text(2, "y").text(4, "ReduceMean").part(5, axes).bytes();
    byte[] graph =
        new Message()
            .part(1, node)
            .text(2, "mean")
            .part(11, tensor("x", 1, window))
            .part(12, tensor("y", 1, 1))
            .bytes();
    byte[] opset = new Message().text(1, "").number(2, 17).bytes();
    return new Message().number(1, 8).part(8, opset).part(7, graph).bytes();
  }

  private static byte[] tensor(String name, long... shape) {
    var dimensions = new Message();
    for (long size : shape) {
      dimensions.part(1, new Message().number(1, size).bytes());
    }
    byte[] type = new Message().number(1, FLOAT).part(2, dimensions.bytes()).bytes();
    return new Message().text(1, name).part(2, new Message().part(1, type).bytes()).bytes();
  }

  /** Writes the graph and gives a manifest that fits it. */
  static ModelManifest write(Path folder, int window, float threshold) throws Exception {
    byte[] graph = meanOf(window);
    Path file = Files.write(folder.resolve("mean.onnx"), graph);
    return new ModelManifest(
        "mean",
        "1",
        file,
        sha256(graph),
        new ModelManifest.Input("x", window),
        new ModelManifest.Output("y", List.of("low", "high"), threshold));
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** A protobuf message, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return part(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message part(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      while ((value & ~0x7FL) != 0) {
        out.write((int) ((value & 0x7F) | 0x80));
        value >>>= 7;
      }
      out.write((int) value);
    }
  }
}
