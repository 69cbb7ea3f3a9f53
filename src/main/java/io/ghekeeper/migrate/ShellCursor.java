package io.ghekeeper.migrate;

/** A place in the text of a shell's file. */
final class ShellCursor {
    private static final String BLANKS = " \t";
    private static final String OPERATORS = "&|<>()";

    private final String text;
    private int at;
    private int line = 1;
    private boolean broken;

    ShellCursor(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    /** From 1. */
    int line() {
        return line;
    }

    String from(int begin, int end) {
        return text.substring(begin, end).strip();
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** Whether an end that must come was not found; from then on the text is at its end. */
    boolean broken() {
        return broken;
    }

    void breakOff() {
        broken = true;
        at = text.length();
    }

    /** Asked where an end must still come: at the end of the text it is missing. */
    boolean goesOn() {
        broken |= atEnd();
        return !broken;
    }

    boolean isNext(String what) {
        return text.startsWith(what, at);
    }

    boolean isNextOneOf(String characters) {
        return !atEnd() && characters.indexOf(text.charAt(at)) >= 0;
    }

    boolean isAtOperator() {
        return isNextOneOf(OPERATORS);
    }

    /** Where a word ends. */
    boolean isBetweenWords() {
        return atEnd() || isNextOneOf(OPERATORS) || isNextOneOf(BLANKS) || isNextOneOf("\n;");
    }

    char take() {
        char c = text.charAt(at++);
        line += c == '\n' ? 1 : 0;
        return c;
    }

    /** One blank, comment or continued line, where there is one. */
    boolean skippedBlank() {
        if (isNextOneOf(BLANKS)) {
            take();
        } else if (isNext("\\\n")) {
            take();
            take();
        } else if (isNext("#")) {
            while (!atEnd() && !isNext("\n")) {
                take();
            }
        } else {
            return false;
        }
        return true;
    }
}
