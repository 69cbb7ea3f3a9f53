package io.ghekeeper.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A member of a tar archive with PAX headers, read as POSIX has it, by nothing that writes one.
 *
 * @param name a character for each byte
 * @param offset of the content in the archive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReadMember(String name, long offset, byte[] content) {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_END = 136;
    private static final int TYPE = 156;

    public static List<ReadMember> all(byte[] tar) throws IOException {
        List<ReadMember> members = new ArrayList<>();
        Map<String, String> extended = new HashMap<>();
        for (int at = 0; at + BLOCK <= tar.length && tar[at] != 0; ) {
            int size = Integer.parseInt(text(tar, at + SIZE, at + SIZE_END).strip(), 8);
            size = Integer.parseInt(extended.getOrDefault("size", "" + size));
            int begin = at + BLOCK;
            byte[] content = Arrays.copyOfRange(tar, begin, begin + size);
            if (tar[at + TYPE] == 'x') {
                extended = records(content);
            } else if (tar[at + TYPE] == '0') {
                members.add(new ReadMember(extended.getOrDefault("path", text(tar, at, at + NAME)), begin, content));
                extended = Map.of();
            } else {
                throw new IOException("a member of type " + (char) tar[at + TYPE]);
            }
            at = begin + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return members;
    }

    private static String text(byte[] tar, int from, int to) {
        String text = new String(tar, from, to - from, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Each is {@code LENGTH KEY=VALUE} and a line end, all of which the length counts. */
    private static Map<String, String> records(byte[] content) {
        Map<String, String> records = new HashMap<>();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < text.length(); ) {
            int space = text.indexOf(' ', at);
            int end = at + Integer.parseInt(text.substring(at, space));
            int equals = text.indexOf('=', space);
            records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
            at = end;
        }
        return records;
    }
}
