package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Text as people's editors save it: UTF-8, with a byte order mark or without. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Decodes it all, without the mark.
     *
     * @param refusal what is thrown for bytes that are not UTF-8, of the number of the line that they are in, from 1
     */
    public static String decode(byte[] bytes, IntFunction<Failure> refusal) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            int line = 1;
            for (int i = 0; i < buffer.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw refusal.apply(line);
        }
    }
}
