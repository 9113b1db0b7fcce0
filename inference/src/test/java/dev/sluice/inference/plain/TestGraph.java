package dev.sluice.inference.plain;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An ONNX file under construction, by the field numbers of onnx.proto. */
final class TestGraph {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private final Message graph = new Message();
  private final int opset;

  TestGraph(int opset) {
    this.opset = opset;
  }

  /** One node's attribute. */
  record Setting(byte[] message) {}

  static Setting number(String name, long value) {
    return new Setting(new Message().text(1, name).number(3, value).number(20, 2).bytes());
  }

  static Setting numbers(String name, long... values) {
    Message message = new Message().text(1, name);
    for (long value : values) {
      message.number(8, value);
    }
    return new Setting(message.number(20, 7).bytes());
  }

  static Setting real(String name, float value) {
    return new Setting(new Message().text(1, name).real(2, value).number(20, 1).bytes());
  }

  static Setting word(String name, String value) {
    return new Setting(new Message().text(1, name).text(4, value).number(20, 3).bytes());
  }

  TestGraph input(String name, long... shape) {
    graph.part(11, port(name, shape));
    return this;
  }

  TestGraph output(String name, long... shape) {
    graph.part(12, port(name, shape));
    return this;
  }

  TestGraph node(String operator, String to, List<String> from, Setting... settings) {
    return nodeOf("", operator, to, from, settings);
  }

  TestGraph nodeOf(
      String domain, String operator, String to, List<String> from, Setting... settings) {
    Message node = new Message();
    from.forEach(name -> node.text(1, name));
    node.text(2, to).text(3, to + "_node").text(4, operator);
    for (Setting setting : settings) {
      node.part(5, setting.message());
    }
    if (!domain.isEmpty()) {
      node.text(7, domain);
    }
    graph.part(1, node.bytes());
    return this;
  }

  TestGraph floats(String name, float[] values, long... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.part(5, sized(shape).number(2, FLOAT).text(8, name).part(9, raw.array()).bytes());
    return this;
  }

  TestGraph longs(String name, long... values) {
    Message tensor = sized(values.length).number(2, INT64).text(8, name);
    for (long value : values) {
      tensor.number(7, value);
    }
    graph.part(5, tensor.bytes());
    return this;
  }

  byte[] bytes() {
    byte[] operators = new Message().text(1, "").number(2, opset).bytes();
    byte[] others = new Message().text(1, "ai.onnx.ml").number(2, 3).bytes();
    return new Message()
        .number(1, 8)
        .part(8, operators)
        .part(8, others)
        .part(7, graph.text(2, "test").bytes())
        .bytes();
  }

  private static Message sized(long... shape) {
    Message message = new Message();
    for (long size : shape) {
      message.number(1, size);
    }
    return message;
  }

  private static byte[] port(String name, long... shape) {
    Message sizes = new Message();
    for (long size : shape) {
      sizes.part(1, new Message().number(1, size).bytes());
    }
    byte[] tensor = new Message().number(1, FLOAT).part(2, sizes.bytes()).bytes();
    return new Message().text(1, name).part(2, new Message().part(1, tensor).bytes()).bytes();
  }

  /** A message of Protocol Buffers, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** What a write to memory throws is no fault of the world. */
    private interface Write {
      void to(CodedOutputStream out) throws IOException;
    }

    private Message write(Write write) {
      try {
        write.to(out);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Message number(int field, long value) {
      return write(to -> to.writeInt64(field, value));
    }

    Message real(int field, float value) {
      return write(to -> to.writeFloat(field, value));
    }

    Message text(int field, String value) {
      return write(to -> to.writeString(field, value));
    }

    Message part(int field, byte[] value) {
      return write(to -> to.writeBytes(field, ByteString.copyFrom(value)));
    }

    byte[] bytes() {
      write(CodedOutputStream::flush);
      return bytes.toByteArray();
    }
  }
}
