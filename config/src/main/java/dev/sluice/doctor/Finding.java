package dev.sluice.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what kind of thing, such as {@code ports}
 * @param where the file, address or folder
 * @param what was found
 * @param fix a command, or a line to change; empty where nothing has to be done
 */
public record Finding(Level level, String subject, String where, String what, String fix) {

  public static Finding ok(String subject, String where, String what) {
    return new Finding(Level.OK, subject, where, what, "");
  }

  public static Finding warning(String subject, String where, String what, String fix) {
    return new Finding(Level.WARNING, subject, where, what, fix);
  }

  public static Finding fault(String subject, String where, String what, String fix) {
    return new Finding(Level.FAULT, subject, where, what, fix);
  }
}
