package io.ghekeeper.lines;

import java.io.IOException;

/** Some of the lines of another cursor. */
public final class FilteredLines implements LineCursor {
    private final LineCursor all;
    private final LineChoice filter;

    /** Says which lines there are. */
    public interface LineChoice {
        /** Whether this line is one of them. */
        boolean keeps(String line) throws IOException;
    }

    /** @param all is closed with this one, or when this fails */
    @SuppressWarnings("MissingSummary")
    public FilteredLines(LineCursor all, LineChoice filter) throws IOException {
        this.all = all;
        this.filter = filter;
        boolean opened = false;
        try {
            pass();
            opened = true;
        } finally {
            if (!opened) {
                all.close();
            }
        }
    }

    private void pass() throws IOException {
        while (!all.isAtEnd() && !filter.keeps(all.peek())) {
            all.next();
        }
    }

    @Override
    public String peek() {
        return all.peek();
    }

    @Override
    public void next() throws IOException {
        all.next();
        pass();
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
