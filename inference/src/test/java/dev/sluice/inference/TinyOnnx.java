package dev.sluice.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * ONNX files small enough to write by hand: one ReduceMean node, so that the score of a window is
 * its mean. Field numbers are those of onnx.proto.
 */
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int INTS = 7;
  private static final long OPEN = -1;

  private TinyOnnx() {}

  /** A graph {@code x [1, window] -> y [1, 1]}. */
  static byte[] meanOf(int window) {
    return meanOf(new long[] {1, window});
  }

  /** A graph {@code x [shape] -> y [1, 1]}. */
  static byte[] meanOf(long... shape) {
    if (shape.length == 2) {
      return graph(shape, new long[] {1, 1}, reduce("x", "y", 1, 1));
    }
    long[] inner = new long[shape.length - 2];
    Arrays.setAll(inner, i -> i + 2);
    return graph(
        shape, new long[] {1, 1}, reduce("x", "rows", 0, inner), reduce("rows", "y", 1, 1));
  }

  /** A graph {@code x [1, classes] -> y [1, classes]}. */
  static byte[] sigmoidOf(int classes) {
    byte[] node = new Message().text(1, "x").text(2, "y").text(4, "Sigmoid").bytes();
    return graph(new long[] {1, classes}, new long[] {1, classes}, node);
  }

  /**
   * A graph {@code x [n, window] -> y [n, 1]} of two layers with weights from a seed; its work is
   * that of a model, and n is open.
   */
  static byte[] perceptron(int window, int hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    var graph = new Message();
    graph.part(1, node("MatMul", "h", "x", "w1"));
    graph.part(1, node("Relu", "r", "h"));
    graph.part(1, node("MatMul", "l", "r", "w2"));
    graph.part(1, node("Sigmoid", "y", "l"));
    graph.text(2, "tiny");
    graph.part(5, weights("w1", random, window, hidden));
    graph.part(5, weights("w2", random, hidden, 1));
    graph.part(11, tensor("x", OPEN, window)).part(12, tensor("y", OPEN, 1));
    byte[] opset = new Message().text(1, "").number(2, 17).bytes();
    return new Message().number(1, 8).part(8, opset).part(7, graph.bytes()).bytes();
  }

  private static byte[] node(String kind, String to, String... from) {
    var node = new Message();
    for (String name : from) {
      node.text(1, name);
    }
    return node.text(2, to).text(4, kind).bytes();
  }

  private static byte[] weights(String name, SplittableRandom random, int rows, int columns) {
    ByteBuffer raw = ByteBuffer.allocate(rows * columns * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (raw.hasRemaining()) {
      raw.putFloat((float) ((random.nextDouble() - 0.5) / Math.sqrt(rows)));
    }
    return new Message()
        .number(1, rows)
        .number(1, columns)
        .number(2, FLOAT)
        .text(8, name)
        .part(9, raw.array())
        .bytes();
  }

  private static byte[] reduce(String from, String to, int keepDimensions, long... axes) {
    var over = new Message().text(1, "axes");
    for (long axis : axes) {
      over.number(8, axis);
    }
    byte[] keep =
        new Message().text(1, "keepdims").number(3, keepDimensions).number(20, INT).bytes();
    return new Message()
        .text(1, from)
        .text(2, to)
        .text(4, "ReduceMean")
        .part(5, over.number(20, INTS).bytes())
        .part(5, keep)
        .bytes();
  }

  private static byte[] graph(long[] input, long[] output, byte[]... nodes) {
    var graph = new Message();
    for (byte[] node : nodes) {
      graph.part(1, node);
    }
    graph.text(2, "tiny").part(11, tensor("x", input)).part(12, tensor("y", output));
    byte[] opset = new Message().text(1, "").number(2, 17).bytes();
    return new Message().number(1, 8).part(8, opset).part(7, graph.bytes()).bytes();
  }

  private static byte[] tensor(String name, long... shape) {
    var dimensions = new Message();
    for (long size : shape) {
      byte[] dimension =
          size == OPEN ? new Message().text(2, "n").bytes() : new Message().number(1, size).bytes();
      dimensions.part(1, dimension);
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
