package io.ghekeeper.seal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Names of files as the bytes that they are, whatever the locale: a text in which each character is one byte. Java decodes
 * a name for people, and loses what is no text; only the form as a URI keeps all bytes.
 */
public final class PathBytes {
    /** Folder by folder, each by its bytes; a folder comes before what it holds. */
    public static final Comparator<String> ORDER = PathBytes::compare;

    private static final int BYTE = 0x100;
    private static final int HEX = 16;

    private PathBytes() {}

    /** The bytes of a path, or of a link's target. */
    public static String of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text;
        }
        String all = decode(path.toUri().getRawPath());
        if (all.endsWith("/") && !text.endsWith("/")) {
            all = all.substring(0, all.length() - 1); // Java adds it to what is a folder just now
        }
        return path.isAbsolute() ? all : all.substring(workingDirectory().length());
    }

    /** What is in a folder under this name. */
    public static Path resolve(Path folder, String name) {
        return isAscii(name) ? folder.resolve(name) : folder.resolve(named(name));
    }

    private static Path named(String name) {
        StringBuilder uri = new StringBuilder("file:///");
        for (int i = 0; i < name.length(); i++) {
            uri.append('%').append(String.format("%02x", (int) name.charAt(i)));
        }
        return Path.of("/").relativize(Path.of(URI.create(uri.toString())));
    }

    private static String workingDirectory() {
        String folder = decode(Path.of("").toUri().getRawPath());
        return folder.endsWith("/") ? folder : folder + "/";
    }

    private static String decode(String raw) {
        StringBuilder bytes = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.append((char) Integer.parseInt(raw, i + 1, i + 1 + 2, HEX));
                i += 2;
            } else {
                bytes.append(c);
            }
        }
        return bytes.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= BYTE / 2) {
                return false;
            }
        }
        return true;
    }

    private static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return x == '/' ? -1 : y == '/' ? 1 : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
