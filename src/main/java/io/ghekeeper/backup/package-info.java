/** The backup story, top to bottom. Start reading at {@link io.ghekeeper.backup.Backup}. */
package io.ghekeeper.backup;
