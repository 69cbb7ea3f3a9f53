package io.ghekeeper.pack;

import io.ghekeeper.seal.MtreeLine;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A member of a pack, as a line of its {@link PackIndex} has it.
 *
 * @param digest SHA-256 of the whole file, in hexadecimal
 * @param offset of the content in the tar archive, in bytes
 * @param length of it: of the part, where it is one
 * @param part from 1 on
 * @param parts 1 where the file is whole
 * @param partDigest SHA-256 of the part, where it is one
 * @param path of the file when it was packed; other files of the same content have other ones
 */
public record PackedContent(
        String digest, long offset, long length, int part, int parts, Optional<String> partDigest, String path) {
    private static final int WORDS = 7;
    private static final int MOST_PARTS = 999_999;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String NONE = "-";

    /** What its bytes must have. */
    public String proof() {
        return partDigest.orElse(digest);
    }

    /** Whether the member is all of the file. */
    public boolean isWhole() {
        return parts == 1;
    }

    /** As a line of the index, without its end. */
    public String line() {
        return digest + " " + offset + " " + length + " " + part + " " + parts + " " + partDigest.orElse(NONE) + " "
                + MtreeLine.word(path);
    }

    /** @throws IOException when it is not a line of an index */
    @SuppressWarnings("MissingSummary")
    public static PackedContent parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS) {
                Optional<String> partDigest =
                        words[WORDS - 2].equals(NONE) ? Optional.empty() : Optional.of(words[WORDS - 2]);
                PackedContent member = new PackedContent(
                        words[0],
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]),
                        partDigest,
                        MtreeLine.path(words[WORDS - 1]));
                if (member.isPossible()) {
                    return member;
                }
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw new IOException("a line of its index names no member");
    }

    private boolean isPossible() {
        return SHA256.matcher(proof()).matches()
                && SHA256.matcher(digest).matches()
                && offset >= 0
                && length >= 0
                && length <= PackedPart.PART
                && part >= 1
                && part <= parts
                && parts <= MOST_PARTS
                && partDigest.isPresent() == parts > 1
                && ArchivedPath.isSafe(path);
    }
}
