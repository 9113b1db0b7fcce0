/**
 * Where a journal puts its files: a port, the real folder, and a disk in memory that fails as disks
 * do. Imports the JDK only.
 */
package dev.sluice.edge.journal.storage;
