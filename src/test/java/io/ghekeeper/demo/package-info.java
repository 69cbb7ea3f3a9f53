/** What {@code ./dev demo} shows: the whole story on one machine, with stand-ins for GHES, KMS and backup-utils. */
package io.ghekeeper.demo;
