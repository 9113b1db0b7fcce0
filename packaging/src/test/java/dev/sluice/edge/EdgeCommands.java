package dev.sluice.edge;

/** Stands for the edge node's program of that name, which is not on this class path. */
public final class EdgeCommands {
  private EdgeCommands() {}

  public static void main(String[] args) {
    System.out.println("complete -F _" + args[0] + " sluice-edge");
  }
}
