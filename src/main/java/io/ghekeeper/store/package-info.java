/**
 * The seam for objects outside the volume: a folder, or a bucket of S3. An object is there whole or not at all, and is
 * never replaced. Knows nothing of snapshots.
 */
package io.ghekeeper.store;
