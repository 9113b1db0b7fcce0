/**
 * Where journals and spools put their files: a port, the real folder, and a disk in memory that
 * fails as disks do. Imports the JDK only.
 */
package dev.sluice.storage;
