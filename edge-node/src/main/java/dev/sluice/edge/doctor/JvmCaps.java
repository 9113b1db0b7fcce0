package dev.sluice.edge.doctor;

import java.util.List;

/**
 * What the flags of a node's JVM allow it.
 *
 * @param heapBytes {@code -Xmx}
 * @param directBytes {@code -XX:MaxDirectMemorySize}: buffers of sockets and files
 */
public record JvmCaps(long heapBytes, long directBytes) {
  private static final String HEAP = "-Xmx";
  private static final String DIRECT = "-XX:MaxDirectMemorySize=";

  /**
   * The last of each flag counts; without any it is what this JVM has.
   *
   * @param flags of the command line
   */
  public static JvmCaps of(List<String> flags) {
    long heap = Runtime.getRuntime().maxMemory();
    long direct = heap;
    for (String flag : flags) {
      if (flag.startsWith(HEAP)) {
        heap = bytes(flag.substring(HEAP.length()));
      } else if (flag.startsWith(DIRECT)) {
        direct = bytes(flag.substring(DIRECT.length()));
      }
    }
    return new JvmCaps(heap, direct);
  }

  private static long bytes(String size) {
    int shift = "bkmgt".indexOf(Character.toLowerCase(size.charAt(size.length() - 1))) * 10;
    return shift < 0
        ? Long.parseLong(size)
        : Long.parseLong(size.substring(0, size.length() - 1)) << shift;
  }
}
