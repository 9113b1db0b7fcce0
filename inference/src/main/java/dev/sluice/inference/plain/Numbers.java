package dev.sluice.inference.plain;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;

/** A repeated field of numbers, which a file may write one by one or packed into one part. */
final class Numbers {
  private long[] values = new long[8];
  private int count;

  /** How one of them is written. */
  @FunctionalInterface
  interface Form {
    /** The number, or the bits of a float32. */
    long read(CodedInputStream in) throws IOException;
  }

  static final Form VARINT = CodedInputStream::readInt64;
  static final Form FLOAT_BITS = in -> in.readFixed32();

  void read(CodedInputStream in, int tag, Form form) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      add(form.read(in));
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      add(form.read(in));
    }
    in.popLimit(outer);
  }

  private void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  int count() {
    return count;
  }

  long[] longs() {
    return Arrays.copyOf(values, count);
  }

  float[] floats() {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = Float.intBitsToFloat((int) values[i]);
    }
    return floats;
  }
}
