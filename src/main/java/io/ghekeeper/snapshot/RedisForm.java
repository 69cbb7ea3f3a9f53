package io.ghekeeper.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump of Redis: {@code REDIS}, four digits of a version, and from version 5 on at the end {@code 0xFF} and a checksum of
 * eight bytes, or eight zeros (see the RDB format of Redis). The checksum of a small dump is verified.
 */
final class RedisForm {
    private static final Pattern HEAD = Pattern.compile("REDIS(\\d{4})");

    /**
     * backup-utils 3.11 and 3.12 write this line behind the dump when they run with {@code -v} alone. Redis does not read
     * beyond the end.
     */
    private static final Pattern LINE_BEHIND = Pattern.compile("ghe-backup-redis took \\d{1,9}s\\n\\z");

    private static final int HEAD_LENGTH = 9;
    private static final int TAIL_LENGTH = 9;
    private static final int END = 0xff;
    private static final int LONGEST_LINE = 64;
    private static final int FIRST_WITH_CHECKSUM = 5;
    private static final long SMALL = 64L << 20;
    private static final int BUFFER = 1 << 16;

    private RedisForm() {}

    static Optional<String> defect(FormReading reading) throws IOException {
        FileChannel file = reading.file();
        Matcher head = HEAD.matcher(text(Bytes.read(file, 0, HEAD_LENGTH)));
        if (!head.matches()) {
            return Optional.of("is no Redis dump");
        }
        Matcher line = LINE_BEHIND.matcher(text(Bytes.last(file, LONGEST_LINE)));
        long size = file.size() - (line.find() ? line.end() - line.start() : 0);
        boolean checked = Integer.parseInt(head.group(1)) >= FIRST_WITH_CHECKSUM;
        long end = size - (checked ? TAIL_LENGTH : 1);
        byte[] tail = Bytes.read(file, Math.max(0, end), checked ? TAIL_LENGTH : 1);
        if (end < HEAD_LENGTH || (tail[0] & 0xff) != END) {
            return Optional.of("is a Redis dump that is cut off");
        }
        long checksum = checked ? Bytes.number(tail, 1, 8) : 0;
        return checksum != 0 && size <= reading.bound(SMALL) && checksum != sum(reading.content(), end + 1)
                ? Optional.of("is a damaged Redis dump: its checksum differs")
                : Optional.empty();
    }

    private static long sum(InputStream content, long length) throws IOException {
        Crc64 sum = new Crc64();
        byte[] bytes = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int read = content.read(bytes, 0, (int) Math.min(BUFFER, left));
            if (read < 0) {
                break;
            }
            sum.add(bytes, read);
            left -= read;
        }
        return sum.value();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
