package dev.sluice.inference.plain;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;

/** Reads AttributeProto of onnx.proto. */
final class AttributeReader {
  private static final int REAL = 1;
  private static final int WHOLE = 2;
  private static final int WORD = 3;
  private static final int TENSOR = 4;
  private static final int WHOLES = 7;

  private int type;
  private long whole;
  private float real;
  private String word = "";
  private final Numbers wholes = new Numbers();
  private Attribute constant = new Attribute.Unknown();

  private AttributeReader() {}

  static void read(CodedInputStream in, Map<String, Attribute> to)
      throws IOException, UnsupportedException {
    AttributeReader reader = new AttributeReader();
    String name = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        name = in.readString();
      } else {
        reader.field(in, tag);
      }
    }
    to.put(name, reader.attribute());
  }

  private void field(CodedInputStream in, int tag) throws IOException, UnsupportedException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 2 -> real = in.readFloat();
      case 3 -> whole = in.readInt64();
      case 4 -> word = in.readString();
      case 5 -> constant = new Attribute.Constant(TensorReader.read(GraphReader.part(in)).tensor());
      case 8 -> wholes.read(in, tag, Numbers.VARINT);
      case 20 -> type = in.readEnum();
      default -> in.skipField(tag);
    }
  }

  private Attribute attribute() {
    return switch (type) {
      case REAL -> new Attribute.Real(real);
      case WHOLE -> new Attribute.Whole(whole);
      case WORD -> new Attribute.Word(word);
      case TENSOR -> constant;
      case WHOLES -> new Attribute.Wholes(wholes.longs());
      default -> new Attribute.Unknown();
    };
  }
}
