package io.ghekeeper.key;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that went through editors, vaults and clipboards: its encoding, invisible characters, escapes and quotes are
 * undone. Nothing that a key or a ciphertext consists of changes by it.
 */
final class CopiedText {
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\t\\n\\r\\f\\u000B\\u0085]]");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\r\\f\\u000B\\u0085\\u2028\\u2029]");
    private static final Pattern BLANK = Pattern.compile("[\\p{Zs}\\t]");
    private static final Pattern DASH = Pattern.compile("[\\p{Pd}\\u2212]");
    private static final Pattern LETTERS_FOR_LINE_END = Pattern.compile("(?:\\\\+r)?\\\\+n|\\\\+r");
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\+u00([0-9a-fA-F]{2})");
    private static final Pattern PERCENT_ESCAPE = Pattern.compile("(?i)%(?:0[ad]|2[0bf]|3d)");
    private static final String QUOTES = "\"'`\u00B4\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB";

    private CopiedText() {}

    /** Bytes to text: UTF-8 or UTF-16; what is neither has one character a byte. A byte order mark falls away. */
    static String decode(byte[] bytes) {
        Charset wide = wide(bytes);
        try {
            String text = (wide == null ? StandardCharsets.UTF_8 : wide)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException binary) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** UTF-16 by its mark, or by the zero that every second byte of ASCII is there; else null. */
    private static Charset wide(byte[] bytes) {
        int[] zeros = new int[2];
        for (int i = 0; i < bytes.length; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        int most = bytes.length * 2 / 5;
        boolean marked = bytes.length > 1 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF;
        if ((marked && bytes[0] == (byte) 0xFF) || (zeros[1] > most && zeros[0] == 0)) {
            return StandardCharsets.UTF_16LE;
        }
        return (marked && bytes[0] == (byte) 0xFE) || (zeros[0] > most && zeros[1] == 0)
                ? StandardCharsets.UTF_16BE
                : null;
    }

    /** The text in visible characters and line feeds, its escapes replaced, without quotes and blanks around it. */
    static String clean(String text) {
        String visible = LINE_END.matcher(text).replaceAll("\n");
        visible = INVISIBLE.matcher(visible).replaceAll("");
        visible = DASH.matcher(BLANK.matcher(visible).replaceAll(" ")).replaceAll("-");
        visible = LETTERS_FOR_LINE_END.matcher(visible).replaceAll("\n").replace("\\/", "/");
        return withoutQuotes(percentDecoded(jsonDecoded(visible)));
    }

    private static String jsonDecoded(String text) {
        return JSON_ESCAPE
                .matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static String percentDecoded(String text) {
        if (!PERCENT_ESCAPE.matcher(text).find()) {
            return text;
        }
        // Where a plus is escaped, a bare one is a form's blank; else it is the letter of base64.
        boolean form = text.contains("%2B") || text.contains("%2b") || text.contains("BEGIN+");
        try {
            return URLDecoder.decode(form ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscapes) {
            return text;
        }
    }

    private static String withoutQuotes(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isAround(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && (isAround(text.charAt(end - 1)) || text.charAt(end - 1) == ',')) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isAround(char c) {
        return Character.isWhitespace(c) || QUOTES.indexOf(c) >= 0;
    }
}
