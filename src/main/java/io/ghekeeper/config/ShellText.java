package io.ghekeeper.config;

import java.util.ArrayList;
import java.util.List;

/** A shell's file to its statements. Knows quotes, escapes, comments and where things end; runs nothing. */
final class ShellText {
    private static final String BLANKS = " \t";
    private static final String OPERATORS = "&|<>()";

    /** Deeper than any person writes; each level takes some of the stack. */
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int line = 1;
    private int depth;
    private boolean broken;

    private ShellText(String text) {
        this.text = text;
    }

    static List<ShellStatement> statements(String text) {
        ShellText reader = new ShellText(text);
        List<ShellStatement> statements = new ArrayList<>();
        while (reader.toNextStatement()) {
            statements.add(reader.statement());
        }
        return statements;
    }

    private boolean toNextStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipComment();
            } else if (c == '\n' || c == ';' || BLANKS.indexOf(c) >= 0) {
                take();
            } else if (!skipContinuation()) {
                return true;
            }
        }
        return false;
    }

    private ShellStatement statement() {
        int begin = at;
        int end = at;
        int firstLine = line;
        List<ShellStatement.Word> words = new ArrayList<>();
        boolean plain = true;
        boolean goesOn = false; // behind && and the like, the next line belongs to it
        int brackets = 0;
        while (at < text.length() && !broken) {
            char c = text.charAt(at);
            if ((c == '\n' || c == ';') && brackets == 0 && !(goesOn && c == '\n')) {
                break;
            }
            if (c == '#') {
                skipComment();
                continue;
            }
            if (c == '\n' || c == ';' || BLANKS.indexOf(c) >= 0) {
                take();
                continue;
            }
            if (skipContinuation()) {
                continue;
            }
            if (OPERATORS.indexOf(c) >= 0) {
                plain = false;
                brackets += c == '(' ? 1 : c == ')' && brackets > 0 ? -1 : 0;
                goesOn = c == '|' || text.startsWith("&&", at);
                broken = text.startsWith("<<", at) && !text.startsWith("<<<", at);
                at += text.startsWith("<<<", at) ? 3 : text.startsWith("&&", at) || text.startsWith("||", at) ? 2 : 1;
            } else {
                goesOn = false;
                words.add(word());
            }
            end = at;
        }
        boolean whole = !broken && brackets == 0;
        String shown = text.substring(begin, whole ? end : text.length());
        at = whole ? at : text.length();
        return new ShellStatement(firstLine, shown.strip(), List.copyOf(words), plain, whole);
    }

    private ShellStatement.Word word() {
        StringBuilder value = new StringBuilder();
        boolean literal = true;
        int unquoted = -1;
        boolean braces = false;
        while (at < text.length() && !broken && "\n;".indexOf(text.charAt(at)) < 0 && !isOperatorOrBlank()) {
            char c = take();
            boolean special = "'\"\\$`".indexOf(c) >= 0;
            unquoted = special && unquoted < 0 ? value.length() : unquoted;
            switch (c) {
                case '\'' -> singleQuoted(value);
                case '"' -> literal &= doubleQuoted(value);
                case '\\' -> escaped(value);
                case '$', '`' -> {
                    literal = false;
                    expansion(c);
                }
                default -> {
                    String before = value.isEmpty() ? "=" : value.substring(value.length() - 1);
                    literal &= c != '~' || !"=:".contains(before);
                    braces |= c == '{' || c == '}';
                    value.append(c);
                }
            }
        }
        boolean expands = braces && value.length() > 1;
        return ShellStatement.Word.of(value.toString(), unquoted < 0 ? value.length() : unquoted, literal && !expands);
    }

    private boolean isOperatorOrBlank() {
        char c = text.charAt(at);
        return OPERATORS.indexOf(c) >= 0 || BLANKS.indexOf(c) >= 0;
    }

    private void singleQuoted(StringBuilder value) {
        while (isNotEnd()) {
            char c = take();
            if (c == '\'') {
                return;
            }
            value.append(c);
        }
    }

    /** Tells whether all of it means what it says. */
    private boolean doubleQuoted(StringBuilder value) {
        boolean literal = true;
        while (isNotEnd()) {
            char c = take();
            if (c == '"') {
                return literal;
            }
            if (c == '$' || c == '`') {
                literal = false;
                expansion(c);
            } else if (c == '\\' && at < text.length() && "$`\"\\\n".indexOf(text.charAt(at)) >= 0) {
                escaped(value);
            } else {
                value.append(c);
            }
        }
        return literal;
    }

    private void escaped(StringBuilder value) {
        if (at < text.length()) {
            char c = take();
            if (c != '\n') {
                value.append(c);
            }
        }
    }

    /** Goes to the end of what begins with this sign. */
    private void expansion(char sign) {
        if (sign == '`') {
            skipTo('`');
        } else if (text.startsWith("'", at)) {
            take();
            skipTo('\'');
        } else if (text.startsWith("(", at)) {
            skipBrackets('(', ')');
        } else if (text.startsWith("{", at)) {
            skipBrackets('{', '}');
        }
    }

    private void skipTo(char end) {
        while (isNotEnd()) {
            char c = take();
            if (c == end) {
                return;
            }
            if (c == '\\' && at < text.length()) {
                take();
            }
        }
    }

    private void skipBrackets(char open, char close) {
        broken |= ++depth > DEEPEST;
        int brackets = 0;
        while (isNotEnd()) {
            char c = take();
            brackets += c == open ? 1 : c == close ? -1 : 0;
            if (brackets == 0) {
                break;
            }
            if (c == '\'') {
                singleQuoted(new StringBuilder());
            } else if (c == '"') {
                doubleQuoted(new StringBuilder());
            } else if (c == '\\' && at < text.length()) {
                take();
            }
        }
        depth--;
    }

    /** Asked where an end must still come: at the end of the text it is missing. */
    private boolean isNotEnd() {
        broken |= at >= text.length();
        return !broken;
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private boolean skipContinuation() {
        boolean there = text.startsWith("\\\n", at);
        if (there) {
            take();
            take();
        }
        return there;
    }

    private char take() {
        char c = text.charAt(at++);
        line += c == '\n' ? 1 : 0;
        return c;
    }
}
