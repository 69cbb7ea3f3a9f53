package io.ghekeeper.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Keeps from a terminal what could command it: of the control characters only line ends and tabs pass, escape sequences
 * go as a whole, and so do the characters that turn the direction of writing. Works on UTF-8, in pieces of any length;
 * bytes that are none become question marks, for some terminals take them for controls.
 */
final class TerminalFilter extends FilterOutputStream {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final char STRING_END = 0x9c;

    /** What after an escape begins text for the terminal itself, such as its title: OSC, DCS, SOS, PM and APC. */
    private static final String BEGINS_STRING = "]PX^_";

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith("?");

    /** The first bytes of a character whose others are still to come. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    private State state = State.TEXT;

    private enum State {
        TEXT,
        ESCAPED,
        /** Within {@code ESC [ ... letter}. */
        SEQUENCE,
        /** Within {@code ESC ] ... BEL} or the like. */
        STRING
    }

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
        StringBuilder passed = new StringBuilder();
        characters.flip().chars().filter(this::passes).forEach(character -> passed.append((char) character));
        out.write(passed.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    private boolean passes(int character) {
        State before = state;
        state = next(character);
        // Most sequences end with a letter that is theirs; a line's end is the line's, whatever was not ended in it.
        return isText(character)
                && (character == '\n'
                        || (state == State.TEXT
                                && (before == State.TEXT || (before == State.ESCAPED && character != '\\'))));
    }

    private State next(int character) {
        if (character == ESCAPE) {
            return State.ESCAPED;
        }
        if (character == '\n') {
            return State.TEXT;
        }
        return switch (state) {
            case TEXT -> State.TEXT;
            case ESCAPED -> {
                if (character == '[') {
                    yield State.SEQUENCE;
                }
                yield BEGINS_STRING.indexOf(character) >= 0 ? State.STRING : State.TEXT;
            }
            case SEQUENCE -> character >= 0x40 && character <= 0x7e ? State.TEXT : State.SEQUENCE;
            case STRING -> character == BELL || character == STRING_END ? State.TEXT : State.STRING;
        };
    }

    private static boolean isText(int character) {
        return character == '\n'
                || character == '\t'
                || !(Character.isISOControl(character) || Character.getType(character) == Character.FORMAT);
    }
}
