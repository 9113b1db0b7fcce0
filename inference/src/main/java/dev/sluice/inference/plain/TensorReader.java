package dev.sluice.inference.plain;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a constant: TensorProto of onnx.proto. */
final class TensorReader {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  private static final int EXTERNAL = 1;

  private String name = "";
  private int type;
  private boolean elsewhere;
  private byte[] raw = {};
  private final Numbers sizes = new Numbers();
  private final Numbers floats = new Numbers();
  private final Numbers longs = new Numbers();

  private TensorReader() {}

  static TensorReader read(CodedInputStream in) throws IOException {
    TensorReader reader = new TensorReader();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      reader.field(in, tag);
    }
    return reader;
  }

  private void field(CodedInputStream in, int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 1 -> sizes.read(in, tag, Numbers.VARINT);
      case 2 -> type = in.readInt32();
      case 4 -> floats.read(in, tag, Numbers.FLOAT_BITS);
      case 7 -> longs.read(in, tag, Numbers.VARINT);
      case 8 -> name = in.readString();
      case 9 -> raw = in.readByteArray();
      case 14 -> elsewhere = in.readEnum() == EXTERNAL;
      default -> in.skipField(tag);
    }
  }

  String name() {
    return name;
  }

  Tensor tensor() throws UnsupportedException {
    Shape shape = Shape.of(sizes.longs());
    if (elsewhere) {
      throw new UnsupportedException("constant '%s', which is in another file,".formatted(name));
    }
    return switch (type) {
      case FLOAT -> new FloatTensor(shape, requireWhole(shape, floatValues()));
      case INT64 -> new LongTensor(shape, requireWhole(shape, longValues()));
      default ->
          throw new UnsupportedException(
              "constant '%s' of type %d, neither float32 nor int64,".formatted(name, type));
    };
  }

  private float[] floatValues() {
    if (floats.count() > 0) {
      return floats.floats();
    }
    float[] values = new float[raw.length / Float.BYTES];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private long[] longValues() {
    if (longs.count() > 0) {
      return longs.longs();
    }
    long[] values = new long[raw.length / Long.BYTES];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  private float[] requireWhole(Shape shape, float[] values) throws UnsupportedException {
    require(shape, values.length);
    return values;
  }

  private long[] requireWhole(Shape shape, long[] values) throws UnsupportedException {
    require(shape, values.length);
    return values;
  }

  private void require(Shape shape, int count) throws UnsupportedException {
    if (count != shape.count()) {
      throw new UnsupportedException(
          "constant '%s' of the shape %s with %d values,".formatted(name, shape, count));
    }
  }
}
