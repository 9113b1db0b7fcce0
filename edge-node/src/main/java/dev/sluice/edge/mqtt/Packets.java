package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;

/** Who gets the packets of one connection, and hears what becomes of the bytes. */
interface Packets {
  /**
   * Takes a plain packet of an accepted client, or declines and leaves it untouched.
   *
   * @see PlainPackets#take
   */
  boolean takePlain(int header, ByteBuf in, int body, int remaining);

  /** Takes any packet; the first one is a CONNECT. */
  void take(int header, WireReader in) throws MalformedPacketException;

  void malformed(Malformation kind);

  void received(int bytes);

  /** Of those bytes, what could be taken has been: no turn of the broker runs. */
  void taken();

  /** The client sent too much behind a CONNECT that is not answered. */
  void overflowed();

  /** All clients that are not answered yet send more than is kept for them together. */
  void crowdedOut();

  /** The client sends faster than it may: it is not read for a while. */
  void paced();

  /** It is still not read, which is not its fault. */
  void stillPaced();

  void paceKept();

  /** So much of a held client waits that it is not read any more; may be said again. */
  void unread();

  void readAgain();

  /** A packet has begun and did not end in time. */
  void stalled();

  /** The network failed, or the peer broke the rules of what carries MQTT. */
  void failed(Throwable cause);

  /** We did. */
  void fault(RuntimeException fault);

  void gone();
}
