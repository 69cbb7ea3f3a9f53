package io.ghekeeper.log;

import java.util.Locale;

/**
 * An object of texts, in one line of valid UTF-8 that commands no terminal: whatever is invisible or could end the line
 * is escaped, and half a surrogate pair becomes the replacement character.
 */
final class JsonObject {
    private static final char REPLACEMENT = '\ufffd';

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
        value.codePoints().forEach(this::append);
        text.append('"');
    }

    private void append(int letter) {
        switch (letter) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> appendByItsType(letter);
        }
    }

    private void appendByItsType(int letter) {
        switch (Character.getType(letter)) {
            case Character.SURROGATE -> text.append(REPLACEMENT);
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                for (char half : Character.toChars(letter)) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            }
            default -> text.appendCodePoint(letter);
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
