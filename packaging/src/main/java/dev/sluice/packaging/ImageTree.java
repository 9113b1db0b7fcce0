package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All that an image holds: the base, what a system says of its users, and the program. */
final class ImageTree {
  private static final List<String> SYSTEM = List.of("passwd", "group", "nsswitch.conf");

  private ImageTree() {}

  static FileTree of(
      Distribution distribution, ImageSettings settings, DebianBase.Unpacked base, Path scratch)
      throws IOException {
    Program program = settings.program();
    FileTree tree = new FileTree(scratch.resolve("image"));
    RootFiles.addTo(tree, base.root());
    for (String file : SYSTEM) {
      tree.write("etc/" + file, Template.text("image/" + file), FileTree.PLAIN);
    }
    distribution.installed(program, settings.platform(), scratch).items().forEach(tree::add);
    distribution.addInstalledConfigs(tree, program);
    return tree;
  }
}
