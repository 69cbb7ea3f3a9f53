/**
 * The archive: snapshots outside the volume. Files go into packs, which are encrypted and wait in a folder on the volume until
 * the store has them.
 */
package io.ghekeeper.archive;
