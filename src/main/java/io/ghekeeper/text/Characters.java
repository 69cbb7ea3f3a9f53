package io.ghekeeper.text;

/** Which code points print nothing, or more than themselves. From Unicode's categories and its default-ignorable set. */
final class Characters {
    static final char DELETE = 0x7f;
    static final int JOINER = 0x200d;

    private static final int TEXT_SELECTOR = 0xfe0e;
    private static final int EMOJI_SELECTOR = 0xfe0f;
    private static final int FIRST_SYMBOL = 0x203c;

    /** First and last in turn: default-ignorable, and neither of the categories below nor assigned yet. */
    private static final int[] IGNORABLE = {
        0x034f, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f,
        0xffa0, 0xffa0, 0xfdd0, 0xfdef, 0xfff0, 0xfff8, 0xe0000, 0xe0fff
    };

    private Characters() {}

    static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c & 0xfffe) == 0xfffe || isIgnorable(c);
        };
    }

    private static boolean isIgnorable(int c) {
        for (int i = 0; i < IGNORABLE.length; i += 2) {
            if (c >= IGNORABLE[i] && c <= IGNORABLE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether it says how the character before it looks: as a letter or as an emoji. */
    static boolean isSelector(int c) {
        return c == TEXT_SELECTOR || c == EMOJI_SELECTOR;
    }

    /** Whether it may stand beside a joiner in an emoji. Emoji that are newer than the JDK are unassigned in it. */
    static boolean isJoined(int c) {
        if (c == EMOJI_SELECTOR) {
            return true;
        }
        return c >= FIRST_SYMBOL
                && switch (Character.getType(c)) {
                    case Character.OTHER_SYMBOL,
                            Character.MODIFIER_SYMBOL,
                            Character.MATH_SYMBOL,
                            Character.UNASSIGNED -> true;
                    default -> false;
                };
    }
}
