/** How every run goes, whatever it does: under the lease, recorded, watched, and ended with all that it started. */
package io.ghekeeper.run;
