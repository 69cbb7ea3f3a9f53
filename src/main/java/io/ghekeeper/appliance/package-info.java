/**
 * The GHES host, reached over SSH: its pinned host key, its version and identity; and the one that is restored to. Knows
 * nothing of backups, runs or how a key is kept; it is handed the key file.
 */
package io.ghekeeper.appliance;
