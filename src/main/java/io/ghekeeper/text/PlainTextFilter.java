package io.ghekeeper.text;

/**
 * {@link PlainText} for text that comes in pieces. What cannot be decided yet is held until the next piece: half of a
 * surrogate pair, a joiner, or an escape sequence of some hundred characters at most. One without an end is shown as text,
 * so that it hides nothing of what follows it.
 */
public final class PlainTextFilter {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final char STRING_END = 0x9c;
    private static final char SEQUENCE_BEGIN = 0x9b;

    /** The eight-bit forms of DCS, SOS, OSC, PM and APC, and what follows an escape in their other forms. */
    private static final String STRING_BEGINS = "\u0090\u0098\u009d\u009e\u009f";

    private static final String ESCAPED_STRING_BEGINS = "PX]^_";
    private static final int LONGEST_SEQUENCE = 300;

    private final boolean lines;
    private final boolean styles;
    private final StringBuilder passed = new StringBuilder();
    private final StringBuilder held = new StringBuilder();
    private FilterState state = FilterState.TEXT;
    private char high;
    private int last = '\n';
    private boolean gap;
    private boolean joiner;

    private enum FilterState {
        TEXT,
        ESCAPED,
        /** Of {@code ESC ( B} and the like: after its first character. */
        DESIGNATION,
        /** Within {@code ESC [ ... letter}. */
        SEQUENCE,
        /** Within {@code ESC ] ... BEL} or the like. */
        STRING,
        STRING_ESCAPED
    }

    /**
     * @param lines whether line feeds and tabs stay
     * @param styles whether the sequences that only colour letters stay; for text that this program has coloured itself
     */
    public PlainTextFilter(boolean lines, boolean styles) {
        this.lines = lines;
        this.styles = styles;
    }

    /** What is known to be plain now, of what was held before and of this piece. */
    public String pass(CharSequence piece) {
        for (int i = 0; i < piece.length(); i++) {
            take(piece.charAt(i));
        }
        return taken();
    }

    /** What was still held, after the last piece. */
    public String end() {
        if (high != 0) {
            high = 0;
            gap = true;
        }
        abandon();
        return taken();
    }

    private String taken() {
        String text = passed.toString();
        passed.setLength(0);
        return text;
    }

    private void take(char c) {
        char before = high;
        high = Character.isHighSurrogate(c) ? c : 0;
        if (before != 0 && Character.isLowSurrogate(c)) {
            step(Character.toCodePoint(before, c));
            return;
        }
        if (before != 0) {
            step(before);
        }
        if (high == 0) {
            step(c);
        }
    }

    private void step(int c) {
        switch (state) {
            case TEXT -> text(c);
            case ESCAPED -> escaped(c);
            case DESIGNATION -> {
                held.appendCodePoint(c);
                drop();
            }
            case SEQUENCE -> sequence(c);
            case STRING -> string(c);
            case STRING_ESCAPED -> stringEscaped(c);
        }
    }

    private void text(int c) {
        if (c == ESCAPE) {
            hold(c, FilterState.ESCAPED);
        } else if (c == SEQUENCE_BEGIN) {
            hold(c, FilterState.SEQUENCE);
        } else if (STRING_BEGINS.indexOf(c) >= 0) {
            hold(c, FilterState.STRING);
        } else {
            plain(c);
        }
    }

    private void escaped(int c) {
        if (c == '[') {
            hold(c, FilterState.SEQUENCE);
        } else if (ESCAPED_STRING_BEGINS.indexOf(c) >= 0) {
            hold(c, FilterState.STRING);
        } else if (c == '(' || c == ')') {
            hold(c, FilterState.DESIGNATION);
        } else if (c == '\\') {
            drop();
        } else {
            held.setLength(0);
            state = FilterState.TEXT;
            gap = true;
            text(c);
        }
    }

    private void sequence(int c) {
        if (c >= 0x40 && c <= 0x7e) {
            if (styles && c == 'm' && held.toString().matches("\u001b\\[[0-9;]*")) {
                passed.append(held).append('m');
            }
            drop();
        } else if (c >= 0x20 && c <= 0x3f && held.length() < LONGEST_SEQUENCE) {
            hold(c, FilterState.SEQUENCE);
        } else {
            abandon();
            text(c);
        }
    }

    private void string(int c) {
        if (c == BELL || c == STRING_END) {
            drop();
        } else if (c == '\n' || held.length() >= LONGEST_SEQUENCE) {
            abandon();
            text(c);
        } else {
            hold(c, c == ESCAPE ? FilterState.STRING_ESCAPED : FilterState.STRING);
        }
    }

    private void stringEscaped(int c) {
        if (c == '\\') {
            drop();
        } else {
            abandon();
            hold(ESCAPE, FilterState.ESCAPED);
            escaped(c);
        }
    }

    private void hold(int c, FilterState next) {
        held.appendCodePoint(c);
        state = next;
    }

    private void drop() {
        held.setLength(0);
        state = FilterState.TEXT;
    }

    /** It was no sequence: its characters are text. */
    private void abandon() {
        String text = held.toString();
        drop();
        text.codePoints().forEach(this::plain);
    }

    private void plain(int c) {
        if (lines && c == '\n') {
            gap = false;
            joiner = false;
            show(c);
        } else if (c == Characters.JOINER && Characters.isJoined(last) && !gap) {
            joiner = true;
        } else if (Characters.isSelector(c) && !gap && !joiner && isSelectable(last)) {
            show(c);
        } else if (Characters.isInvisible(c) && !(lines && c == '\t')) {
            gap = true;
        } else {
            join(c);
            show(c);
        }
    }

    /** Writes what belongs between the character before and this one. */
    private void join(int c) {
        if (joiner && !gap && Characters.isJoined(c)) {
            show(Characters.JOINER);
        } else if ((gap || joiner) && !Character.isWhitespace(last) && !Character.isWhitespace(c)) {
            show(' ');
        }
        gap = false;
        joiner = false;
    }

    private static boolean isSelectable(int c) {
        return !Character.isWhitespace(c) && !Characters.isSelector(c) && c != Characters.JOINER;
    }

    private void show(int c) {
        passed.appendCodePoint(c);
        last = c;
    }
}
