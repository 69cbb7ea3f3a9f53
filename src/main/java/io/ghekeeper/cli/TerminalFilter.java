package io.ghekeeper.cli;

import io.ghekeeper.text.PlainTextFilter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A run's log as it is shown: what the engine and the appliance wrote, through the cleaner of {@code text}. Works on
 * UTF-8, in pieces of any length; bytes that are none become question marks, because some terminals take them for controls.
 */
final class TerminalFilter extends FilterOutputStream {
    private final PlainTextFilter filter = new PlainTextFilter(true, false);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith("?");

    /** The first bytes of a character whose others are still to come. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    TerminalFilter(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(begun.remaining() + length)
                .put(begun)
                .put(bytes, offset, length)
                .flip();
        CharBuffer characters = CharBuffer.allocate(all.remaining());
        decoder.decode(all, characters, false);
        begun = all;
        out.write(filter.pass(characters.flip()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Writes what was held for want of an end. Nothing is closed. */
    void end() throws IOException {
        out.write(filter.end().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
