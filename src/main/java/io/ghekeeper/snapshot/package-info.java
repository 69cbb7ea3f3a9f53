/**
 * The data directory in GitHub's layout: which snapshots there are and which of them are complete. Knows nothing of how
 * a snapshot came to be.
 */
package io.ghekeeper.snapshot;
