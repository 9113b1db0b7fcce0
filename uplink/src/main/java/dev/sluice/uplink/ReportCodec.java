package dev.sluice.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of a {@link NodeReport} as bytes; lists and maps carry a one-byte count. Counts stand
 * in the order of their words, and what is last is left out when it is empty, so that one report
 * has one form, and a node with one uplink speaks as it always did.
 */
final class ReportCodec {
  /** Its longest text with its length: UTF-8 takes at most three bytes per char. */
  private static final int TEXT_BYTES_MAX = 2 + 3 * NodeReport.TEXT_CHARS_MAX;

  private static final int BYTES_MAX =
      4 * TEXT_BYTES_MAX
          + Long.BYTES
          + Integer.BYTES
          + 3
          + NodeReport.MODELS_MAX * 2 * TEXT_BYTES_MAX
          + 2 * NodeReport.COUNTS_MAX * (TEXT_BYTES_MAX + Long.BYTES);

  private ReportCodec() {}

  static byte[] encode(NodeReport report) {
    ByteBuffer out = ByteBuffer.allocate(BYTES_MAX);
    putText(out, report.version());
    putText(out, report.health());
    putText(out, report.policy());
    out.putLong(report.uptimeSeconds()).putInt(report.everyMs());
    out.put((byte) report.models().size());
    for (NodeReport.Model model : report.models()) {
      putText(out, model.name());
      putText(out, model.version());
    }
    putCounts(out, report.backlog());
    putCounts(out, report.answers());
    if (!report.uplink().isEmpty()) {
      putText(out, report.uplink());
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putCounts(ByteBuffer out, Map<String, Long> counts) {
    out.put((byte) counts.size());
    counts.forEach(
        (word, count) -> {
          putText(out, word);
          out.putLong(count);
        });
  }

  private static void putText(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.putShort((short) bytes.length).put(bytes);
  }

  /** Reads what {@link #encode} wrote. */
  static NodeReport read(FieldReader in) throws MalformedEnvelopeException {
    String version = text(in);
    String health = text(in);
    String policy = text(in);
    long uptimeSeconds = in.readLong();
    int everyMs = in.readInt();
    int count = in.readSmallCount(NodeReport.MODELS_MAX);
    List<NodeReport.Model> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      models.add(new NodeReport.Model(text(in), text(in)));
    }
    Map<String, Long> backlog = counts(in);
    Map<String, Long> answers = counts(in);
    return new NodeReport(
        version, health, policy, uptimeSeconds, everyMs, models, backlog, answers, uplink(in));
  }

  private static String uplink(FieldReader in) throws MalformedEnvelopeException {
    if (!in.hasMore()) {
      return "";
    }
    String uplink = text(in);
    if (uplink.isEmpty()) {
      throw new MalformedEnvelopeException("an uplink has no name");
    }
    return uplink;
  }

  private static Map<String, Long> counts(FieldReader in) throws MalformedEnvelopeException {
    int count = in.readSmallCount(NodeReport.COUNTS_MAX);
    TreeMap<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String word = text(in);
      if (i > 0 && word.compareTo(counts.lastKey()) <= 0) {
        throw new MalformedEnvelopeException("counts are not in order");
      }
      counts.put(word, in.readLong());
    }
    return counts;
  }

  private static String text(FieldReader in) throws MalformedEnvelopeException {
    return in.readString(NodeReport.TEXT_CHARS_MAX);
  }
}
