package io.ghekeeper.log;

import io.ghekeeper.text.PlainText;

/** An object of plain texts, in one line of valid UTF-8. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder(256).append('{');

    JsonObject field(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
        quote(value);
        return this;
    }

    private void quote(String value) {
        text.append('"');
        PlainText.lines(value).codePoints().forEach(this::append);
        text.append('"');
    }

    private void append(int letter) {
        switch (letter) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> text.appendCodePoint(letter);
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
