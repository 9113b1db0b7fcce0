package dev.sluice.target.delivery;

/** What became of a target's records since the start, and how it is. Lives with its delivery. */
public final class DeliveryCounts {
  private long confirmed;
  private long retried;
  private long buried;
  private long unavailable;
  private String trouble = "";
  private String lastGrave = "";
  private String grief = "";

  void confirmed() {
    confirmed++;
  }

  void retried() {
    retried++;
  }

  void buried(String reason) {
    buried++;
    lastGrave = reason;
    grief = "";
  }

  void notBuried(String reason) {
    grief = reason;
  }

  void away(String reason) {
    unavailable++;
    trouble = reason;
  }

  void reached() {
    trouble = "";
  }

  /** Records that the engine said it has. */
  public long confirmedTotal() {
    return confirmed;
  }

  /** Rejections after which a record was to be put again. */
  public long retriedTotal() {
    return retried;
  }

  /** Records that became dead letters. */
  public long buriedTotal() {
    return buried;
  }

  /** Why the last of them became one; empty without any. */
  public String lastGrave() {
    return lastGrave;
  }

  /** Why a dead letter could not be kept, while none was since; empty otherwise. */
  public String grief() {
    return grief;
  }

  /** Puts that did not reach the engine. */
  public long unavailableTotal() {
    return unavailable;
  }

  /** Why the engine is not reached at present; empty when it is, or was not tried. */
  public String trouble() {
    return trouble;
  }
}
