package dev.sluice.cloud.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Several bridges at one broker, of which this is one: any of them takes a request, and one alone
 * the lanes of an edge node, because how far they are is in its own store.
 *
 * <p>Whose a node is follows from the list of members alone (rendezvous hashing: the member with
 * the highest mark for that node), so that nobody has to ask, a death changes nothing, and a member
 * more or less moves few. That is sound while all have the same list. So each says its list again
 * and again, and takes no lanes until it has listened for a while and heard no other one.
 *
 * <p>Time is monotonic nanoseconds. Lives on the loop.
 */
public final class BridgeGroup {
  private static final String TOPICS = "sluice/v1/bridge/";
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String name;
  private final String own;
  private final List<String> members;
  private final long quietNanos;

  // For the connection.
  private boolean listening;
  private long listeningSinceNanos;
  private Optional<String> otherList = Optional.empty();
  private long otherListNanos;

  /**
   * @param own member, one of them
   * @param members of the group, the same at each
   * @param quietNanos to be listened to before lanes are taken, longer than from word to word
   */
  public BridgeGroup(String name, String own, List<String> members, long quietNanos) {
    this.name = name;
    this.own = own;
    this.members = List.copyOf(new TreeSet<>(members));
    this.quietNanos = quietNanos;
  }

  /** Whose this node's lanes are. */
  public String ownerOf(String edgeId) {
    String owner = own;
    long highest = Long.MIN_VALUE;
    for (String member : members) {
      long mark = mark(member, edgeId);
      if (mark > highest) {
        highest = mark;
        owner = member;
      }
    }
    return owner;
  }

  /** FNV-1a of both names, whose bits are then mixed as SplitMix64 does. */
  private static long mark(String member, String edgeId) {
    long hash = FNV_OFFSET;
    for (byte each : (member + '\n' + edgeId).getBytes(UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  public void onConnected(long nowNanos) {
    listening = true;
    listeningSinceNanos = nowNanos;
    otherList = Optional.empty();
  }

  /** What another member, or this one, says of itself. */
  void onHello(byte[] hello, long nowNanos) {
    String said = new String(hello, UTF_8);
    if (!said.equals(list())) {
      otherList = Optional.of(said);
      otherListNanos = nowNanos;
    }
  }

  byte[] hello() {
    return list().getBytes(UTF_8);
  }

  private String list() {
    return String.join(",", members);
  }

  /** Whether lanes of that node are taken here, now. */
  public boolean takesLanesOf(String edgeId, long nowNanos) {
    boolean quiet = listening && nowNanos - listeningSinceNanos >= quietNanos;
    return quiet && quarrel(nowNanos).isEmpty() && ownerOf(edgeId).equals(own);
  }

  /** Another list that was heard a short while ago; nobody takes lanes meanwhile. */
  public Optional<String> quarrel(long nowNanos) {
    return otherList.filter(list -> nowNanos - otherListNanos < quietNanos);
  }

  /** For the broker: one of the group gets each. */
  public String shareOf(String filter) {
    return "$share/" + name + "/" + filter;
  }

  /** What is for all members, of an edge node. */
  String toAll(String edgeId) {
    return TOPICS + name + "/up/" + edgeId;
  }

  String helloTopic() {
    return TOPICS + name + "/hello";
  }
}
