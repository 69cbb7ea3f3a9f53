package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import java.io.IOException;

/** What the store was seen to hold, as far as it may be relied on. */
interface KnownLines {
    /** All lines of a table; to be closed. */
    LineCursor lines(StateTable table) throws IOException;
}
