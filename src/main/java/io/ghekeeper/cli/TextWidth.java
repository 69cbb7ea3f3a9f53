package io.ghekeeper.cli;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: wide characters take two, combining marks none. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }

    /** As much of the beginning as fits, without half a character. */
    static String head(String text, int columns) {
        int end = 0;
        for (int left = columns; end < text.length(); end += Character.charCount(text.codePointAt(end))) {
            left -= of(text.codePointAt(end));
            if (left < 0) {
                break;
            }
        }
        return text.substring(0, end);
    }

    /** As much of the text as fits, with an ellipsis where that is not all; cut behind a word where there is one. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        String head = head(text, columns - 1);
        int blank = text.charAt(head.length()) == ' ' ? head.length() : head.lastIndexOf(' ');
        return (blank > 0 ? head.substring(0, blank) : head).stripTrailing() + "…";
    }

    /** The text with blanks behind it, up to a width. */
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }
}
