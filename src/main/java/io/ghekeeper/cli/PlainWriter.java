package io.ghekeeper.cli;

import io.ghekeeper.text.PlainTextFilter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Lines for a person or a pipe: whatever a command prints, no text in it commands a terminal. */
final class PlainWriter extends FilterWriter {
    private final PlainTextFilter filter;

    /** @param styles whether the colours that the program gives to letters stay */
    @SuppressWarnings("MissingSummary")
    PlainWriter(Writer out, boolean styles) {
        super(out);
        this.filter = new PlainTextFilter(true, styles);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        write(new String(characters, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        out.write(filter.pass(text.substring(offset, offset + length)));
    }

    @Override
    public void write(int character) throws IOException {
        write(String.valueOf((char) character), 0, 1);
    }

    @Override
    public void close() throws IOException {
        out.write(filter.end());
        super.close();
    }
}
