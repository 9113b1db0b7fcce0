package dev.sluice.inference.plain;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of onnx.proto that describes a network; what else a file holds, such as
 * documentation, is passed over. Numbers are those of the fields in onnx.proto.
 */
final class GraphReader {
  private static final String OWN_DOMAIN = "ai.onnx";

  private int opset;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();

  private GraphReader() {}

  /**
   * @throws IOException when it is no ONNX file
   * @throws UnsupportedException when it holds what this runtime does not have
   */
  static Graph read(byte[] file) throws IOException, UnsupportedException {
    GraphReader reader = new GraphReader();
    reader.model(CodedInputStream.newInstance(file));
    if (reader.nodes.isEmpty()) {
      throw new IOException("it holds no graph");
    }
    reader.inputs.removeIf(port -> reader.constants.containsKey(port.name()));
    return new Graph(reader.opset, reader.nodes, reader.constants, reader.inputs, reader.outputs);
  }

  private void model(CodedInputStream in) throws IOException, UnsupportedException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 7 -> graph(part(in));
        case 8 -> operatorSet(part(in));
        default -> in.skipField(tag);
      }
    }
  }

  /** A message within this one. */
  static CodedInputStream part(CodedInputStream in) throws IOException {
    return CodedInputStream.newInstance(in.readByteArray());
  }

  private void operatorSet(CodedInputStream in) throws IOException {
    String domain = "";
    long version = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> domain = domain(in.readString());
        case 2 -> version = in.readInt64();
        default -> in.skipField(tag);
      }
    }
    if (domain.isEmpty()) {
      opset = (int) version;
    }
  }

  private static String domain(String name) {
    return name.equals(OWN_DOMAIN) ? "" : name;
  }

  private void graph(CodedInputStream in) throws IOException, UnsupportedException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> nodes.add(node(part(in)));
        case 5 -> {
          TensorReader constant = TensorReader.read(part(in));
          constants.put(constant.name(), constant.tensor());
        }
        case 11 -> inputs.add(PortReader.read(part(in)));
        case 12 -> outputs.add(PortReader.read(part(in)));
        case 15 -> throw new UnsupportedException("sparse constants");
        default -> in.skipField(tag);
      }
    }
  }

  private static Node node(CodedInputStream in) throws IOException, UnsupportedException {
    String operator = "";
    String domain = "";
    String name = "";
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    Map<String, Attribute> attributes = new HashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> from.add(in.readString());
        case 2 -> to.add(in.readString());
        case 3 -> name = in.readString();
        case 4 -> operator = in.readString();
        case 5 -> AttributeReader.read(part(in), attributes);
        case 7 -> domain = domain(in.readString());
        default -> in.skipField(tag);
      }
    }
    return new Node(operator, domain, name, from, to, new Attributes(attributes));
  }
}
