package io.ghekeeper.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps from a terminal what could command it: of the control characters only line ends and tabs pass, and escape
 * sequences go as a whole. Works on UTF-8, in pieces of any length.
 */
final class TerminalFilter extends FilterOutputStream {
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    /** The first byte, in UTF-8, of the control characters from 0x80 to 0x9f; and of harmless ones. */
    private static final int LEADS_TO_CONTROL = 0xc2;

    private State state = State.TEXT;

    private enum State {
        TEXT,
        ESCAPED,
        /** Within {@code ESC [ ... letter}. */
        SEQUENCE,
        LEAD
    }

    TerminalFilter(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] passed = new byte[length + 1];
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            int value = Byte.toUnsignedInt(bytes[i]);
            boolean lead = state == State.LEAD;
            if (passes(value)) {
                if (lead && value >= 0x80) {
                    passed[count++] = (byte) LEADS_TO_CONTROL;
                }
                passed[count++] = (byte) value;
            }
        }
        out.write(passed, 0, count);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    private boolean passes(int value) {
        State before = state;
        state = next(value);
        return switch (before) {
            case SEQUENCE -> false;
            case ESCAPED -> value != '[' && isText(value);
            case LEAD -> value >= 0xa0 || (value < 0x80 && isText(value));
            case TEXT -> isText(value);
        };
    }

    private State next(int value) {
        if (state == State.ESCAPED && value == '[') {
            return State.SEQUENCE;
        }
        if (state == State.SEQUENCE && !(value >= 0x40 && value <= 0x7e)) {
            return State.SEQUENCE;
        }
        if (state == State.SEQUENCE) {
            return State.TEXT;
        }
        return switch (value) {
            case ESCAPE -> State.ESCAPED;
            case LEADS_TO_CONTROL -> State.LEAD;
            default -> State.TEXT;
        };
    }

    private boolean isText(int value) {
        return value == '\n' || value == '\t' || (value >= ' ' && value != DELETE && value != LEADS_TO_CONTROL);
    }
}
