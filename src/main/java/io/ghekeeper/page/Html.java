package io.ghekeeper.page;

import io.ghekeeper.text.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a document that is well-formed as XML, too. All text and all values of attributes are cleaned and escaped, here and nowhere
 * else, so that no caller can forget it: names and messages come from appliances and from damaged records.
 */
final class Html {
    /** Of one piece of text, as it is written. What people write themselves is shorter; what comes from elsewhere may be anything. */
    static final int MOST_CHARACTERS = 600;

    private static final int USUAL_LENGTH = 1 << 16;

    private final StringBuilder document = new StringBuilder(USUAL_LENGTH).append("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Names and values of attributes in turn. */
    Html begin(String element, String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    Html end() {
        document.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds nothing. */
    Html empty(String element, String... attributes) {
        tag(element, attributes).append("/>");
        return this;
    }

    /** An element that holds text only. */
    Html with(String element, String text, String... attributes) {
        return begin(element, attributes).text(text).end();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** The one thing that is not escaped: browsers read it as it stands. */
    Html style(Stylesheet sheet) {
        begin("style");
        document.append(sheet.text());
        return end();
    }

    /** The whole document. */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return document.append('\n').toString();
    }

    private StringBuilder tag(String element, String... attributes) {
        document.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            document.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            document.append('"');
        }
        return document;
    }

    private void escape(String foreign) {
        String text = PlainText.lines(foreign);
        int end = document.length() + MOST_CHARACTERS;
        for (int i = 0; i < text.length(); ) {
            if (document.length() >= end) {
                document.append('…');
                return;
            }
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            escape(character);
        }
    }

    private void escape(int character) {
        switch (character) {
            case '&' -> document.append("&amp;");
            case '<' -> document.append("&lt;");
            case '>' -> document.append("&gt;");
            case '"' -> document.append("&quot;");
            case '\'' -> document.append("&#39;");
            default -> document.appendCodePoint(character);
        }
    }
}
