package dev.sluice.inference.plain;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;

/** Reads the declaration of an input or output: ValueInfoProto of onnx.proto. */
final class PortReader {
  private int type;
  private long[] sizes = {};

  private PortReader() {}

  static Port read(CodedInputStream in) throws IOException {
    PortReader reader = new PortReader();
    String name = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = in.readString();
        case 2 -> reader.kind(GraphReader.part(in));
        default -> in.skipField(tag);
      }
    }
    return new Port(name, reader.type, reader.sizes);
  }

  /** Only a tensor has a number that the check of the model accepts. */
  private void kind(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        tensor(GraphReader.part(in));
      } else {
        in.skipField(tag);
      }
    }
  }

  private void tensor(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> type = in.readEnum();
        case 2 -> shape(GraphReader.part(in));
        default -> in.skipField(tag);
      }
    }
  }

  private void shape(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        sizes = Arrays.copyOf(sizes, sizes.length + 1);
        sizes[sizes.length - 1] = size(GraphReader.part(in));
      } else {
        in.skipField(tag);
      }
    }
  }

  private static long size(CodedInputStream in) throws IOException {
    long size = Port.OPEN;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        size = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    return size;
  }
}
