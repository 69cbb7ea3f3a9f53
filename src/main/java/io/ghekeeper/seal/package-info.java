/**
 * Seals: what each file of a snapshot is, with the SHA-256 of its content, written down as mtree(5) when the snapshot is
 * new. Reads snapshots, and changes none.
 */
package io.ghekeeper.seal;
