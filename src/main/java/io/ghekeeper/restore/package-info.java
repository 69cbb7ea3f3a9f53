/**
 * The restore story, top to bottom: what is planned and why it may go, what is refused, the run itself, and what is proven
 * and left to do afterwards. Start reading at {@link io.ghekeeper.restore.Restore}.
 */
package io.ghekeeper.restore;
