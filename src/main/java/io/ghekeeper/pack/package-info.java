/**
 * The format of a pack: files and parts of large ones, in a tar archive with pax headers, compressed in frames of zstd, with an
 * index as the last frame. It knows no store, no encryption and no run.
 */
package io.ghekeeper.pack;
