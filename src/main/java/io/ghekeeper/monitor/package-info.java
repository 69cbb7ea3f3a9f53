/** What the state is, from the journal and the catalogue. Changes nothing, and knows nothing of how it is shown. */
package io.ghekeeper.monitor;
