package io.ghekeeper.volume;

import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Times of files with all nanoseconds. JDK 17 cuts those of a link to microseconds, and takes the fraction of a second before
 * 1970 for a mistake, and sets 1970: see {@code UnixFileAttributeViews.setTimes}. Then touch(1) sets the time.
 */
final class ExactTimes {
    private static final String ATTRIBUTES = "unix:mode,uid,gid,lastModifiedTime";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int NANO_DIGITS = 9;

    /** The path comes as ASCII, whatever the locale; the last letter keeps a line's end in a name. */
    private static final String TOUCH = "p=$(printf '%b.' \"$1\"); touch -h -c -m -d \"@$2\" -- \"${p%.}\"";

    private ExactTimes() {}

    /**
     * Sets when a file, folder or link was modified. Follows no link. It counts as read now: to leave that as it is, Java asks
     * the file system once more.
     *
     * @return its {@code mode}, {@code uid} and {@code gid}, as Java's view {@code unix} has them
     */
    static Map<String, Object> set(Path file, FileTime modified) throws IOException {
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(modified, FileTime.from(Instant.now()), null);
        Map<String, Object> now = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (!now.get("lastModifiedTime").equals(modified)) {
            new ShortCommand(LIMIT)
                    .ask(List.of("sh", "-c", TOUCH, "touch", escaped(file), seconds(modified.toInstant())));
        }
        return now;
    }

    private static String seconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                .toPlainString();
    }

    /** Each byte of the path as {@code \0ooo}; as a URI it has all of them. */
    private static String escaped(Path file) {
        String uri = file.toAbsolutePath().toUri().getRawPath();
        // Java adds a slash where the path leads to a folder, also through a link.
        int end = uri.endsWith("/") && uri.length() > 1 ? uri.length() - 1 : uri.length();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < end; i++) {
            int one = uri.charAt(i);
            if (one == '%') {
                one = Integer.parseInt(uri, i + 1, i + 1 + 2, 16);
                i += 2;
            }
            out.append(String.format("\\0%03o", one));
        }
        return out.toString();
    }
}
