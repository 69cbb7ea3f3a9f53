package io.ghekeeper.migrate;

import java.util.ArrayList;
import java.util.List;

/** A shell's file to its statements. Knows where each ends; runs nothing. */
final class ShellText {
    private final ShellCursor cursor;
    private final ShellWords words;

    /** Of the statement at hand. */
    private boolean plain;

    private int brackets;

    /** Behind && and the like, the next line belongs to it. */
    private boolean goesOn;

    private ShellText(String text) {
        this.cursor = new ShellCursor(text);
        this.words = new ShellWords(cursor);
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
        while (!cursor.atEnd()) {
            if (cursor.isNextOneOf("\n;")) {
                cursor.take();
            } else if (!cursor.skippedBlank()) {
                return true;
            }
        }
        return false;
    }

    private ShellStatement statement() {
        plain = true;
        brackets = 0;
        goesOn = false;
        int begin = cursor.at();
        int end = begin;
        int line = cursor.line();
        List<ShellStatement.Word> read = new ArrayList<>();
        while (!cursor.atEnd() && !ends()) {
            if (cursor.isNextOneOf("\n;")) {
                cursor.take();
            } else if (!cursor.skippedBlank()) {
                if (cursor.isAtOperator()) {
                    operator();
                } else {
                    goesOn = false;
                    read.add(words.read());
                }
                end = cursor.at();
            }
        }
        boolean whole = !cursor.broken() && brackets == 0;
        return new ShellStatement(line, cursor.from(begin, whole ? end : cursor.at()), List.copyOf(read), plain, whole);
    }

    private boolean ends() {
        return brackets == 0 && (cursor.isNext(";") || (cursor.isNext("\n") && !goesOn));
    }

    private void operator() {
        plain = false;
        goesOn = cursor.isNext("|") || cursor.isNext("&&");
        if (cursor.isNext("<<") && !cursor.isNext("<<<")) {
            cursor.breakOff(); // a here document, whose lines look like any other
            return;
        }
        for (int length = lengthOfOperator(); length > 0; length--) {
            char c = cursor.take();
            brackets += c == '(' ? 1 : c == ')' && brackets > 0 ? -1 : 0;
        }
    }

    private int lengthOfOperator() {
        if (cursor.isNext("<<<")) {
            return 3;
        }
        return cursor.isNext("&&") || cursor.isNext("||") ? 2 : 1;
    }
}
