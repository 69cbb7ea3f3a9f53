package io.ghekeeper.migrate;

/** The words of a shell's file. Knows quotes and escapes, and where an expansion ends; expands nothing. */
final class ShellWords {
    /** Deeper than any person writes; each level takes some of the stack. */
    private static final int DEEPEST = 50;

    private final ShellCursor cursor;
    private StringBuilder value = new StringBuilder();
    private boolean literal;
    private int depth;

    ShellWords(ShellCursor cursor) {
        this.cursor = cursor;
    }

    ShellStatement.Word read() {
        value = new StringBuilder();
        literal = true;
        int unquoted = -1;
        boolean braces = false;
        while (!cursor.isBetweenWords()) {
            if (unquoted < 0 && cursor.isNextOneOf("'\"\\$`")) {
                unquoted = value.length();
            }
            braces |= cursor.isNextOneOf("{}");
            piece(cursor.take());
        }
        boolean expands = braces && value.length() > 1;
        return ShellStatement.Word.of(value.toString(), unquoted < 0 ? value.length() : unquoted, literal && !expands);
    }

    private void piece(char c) {
        switch (c) {
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            case '\\' -> escaped();
            case '$', '`' -> expansion(c);
            default -> {
                boolean home = c == '~' && (value.isEmpty() || "=:".indexOf(value.charAt(value.length() - 1)) >= 0);
                literal &= !home;
                value.append(c);
            }
        }
    }

    private void singleQuoted() {
        while (cursor.goesOn()) {
            char c = cursor.take();
            if (c == '\'') {
                return;
            }
            value.append(c);
        }
    }

    private void doubleQuoted() {
        while (cursor.goesOn()) {
            char c = cursor.take();
            if (c == '"') {
                return;
            }
            if (c == '$' || c == '`') {
                expansion(c);
            } else if (c == '\\' && cursor.isNextOneOf("$`\"\\\n")) {
                escaped();
            } else {
                value.append(c);
            }
        }
    }

    private void escaped() {
        if (!cursor.atEnd()) {
            char c = cursor.take();
            if (c != '\n') {
                value.append(c);
            }
        }
    }

    /** Goes to the end of what begins with this sign; the word is no longer what it says. */
    private void expansion(char sign) {
        literal = false;
        if (sign == '`') {
            skipTo('`');
        } else if (cursor.isNext("'")) {
            cursor.take();
            skipTo('\'');
        } else if (cursor.isNext("(")) {
            skipBrackets('(', ')');
        } else if (cursor.isNext("{")) {
            skipBrackets('{', '}');
        }
    }

    private void skipTo(char end) {
        while (cursor.goesOn()) {
            char c = cursor.take();
            if (c == end) {
                return;
            }
            if (c == '\\' && !cursor.atEnd()) {
                cursor.take();
            }
        }
    }

    private void skipBrackets(char open, char close) {
        if (++depth > DEEPEST) {
            cursor.breakOff();
        }
        int brackets = 0;
        while (cursor.goesOn()) {
            char c = cursor.take();
            brackets += c == open ? 1 : c == close ? -1 : 0;
            if (brackets == 0) {
                break;
            }
            if (c == '\'') {
                singleQuoted();
            } else if (c == '"') {
                doubleQuoted();
            } else if (c == '\\' && !cursor.atEnd()) {
                cursor.take();
            }
        }
        depth--;
    }
}
