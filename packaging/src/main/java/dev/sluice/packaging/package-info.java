/**
 * Makes what is installed, from programs that are built: a {@link dev.sluice.packaging.FileTree} of
 * a program for a platform, and writers of it as Debian package, tarball and container image. The
 * same inputs give the same bytes. A tool beside the product: it imports none of it.
 */
package dev.sluice.packaging;
