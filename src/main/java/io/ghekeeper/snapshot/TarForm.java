package io.ghekeeper.snapshot;

import java.io.IOException;
import java.util.Optional;

/** A tar archive (POSIX ustar and GNU): each header with its checksum, no content that is cut off, and an end. */
final class TarForm {
    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /** More than such archives hold; the rest is not looked at. */
    private static final int MOST_ENTRIES = 100_000;

    private TarForm() {}

    static Optional<String> defect(FormReading reading) throws IOException {
        long place = 0;
        for (long entry = 0; entry < reading.bound(MOST_ENTRIES); entry++) {
            byte[] header = reading.content().readNBytes(BLOCK);
            if (header.length < BLOCK) {
                return Optional.of("is a tar archive without an end");
            }
            if (isZero(header)) {
                return Optional.empty();
            }
            if (octal(header, CHECKSUM, CHECKSUM_LENGTH) != sum(header)) {
                return Optional.of(entry == 0 ? "is no tar archive" : "is a damaged tar archive");
            }
            long size = size(header);
            if (size < 0 || size > reading.file().size() - place - BLOCK) {
                return Optional.of("is a tar archive that is cut off");
            }
            long blocks = (size + BLOCK - 1) / BLOCK * BLOCK;
            reading.skip(blocks);
            place += BLOCK + blocks;
        }
        return Optional.empty();
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Of all bytes, those of the checksum itself taken as blanks. */
    private static long sum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    /** GNU writes what octal digits cannot hold in binary, the highest byte first, and sets the first bit. */
    private static long size(byte[] header) {
        if ((header[SIZE] & 0x80) == 0) {
            return octal(header, SIZE, SIZE_LENGTH);
        }
        long size = 0;
        for (int i = SIZE + 4; i < SIZE + SIZE_LENGTH; i++) {
            size = size << 8 | (header[i] & 0xff);
        }
        return size;
    }

    /** Digits between blanks and zeros; -1 where there are none. */
    private static long octal(byte[] header, int from, int length) {
        long number = -1;
        for (int i = from; i < from + length; i++) {
            byte b = header[i];
            if (b >= '0' && b <= '7') {
                number = Math.max(0, number) * 8 + (b - '0');
            } else if (number >= 0 || (b != ' ' && b != 0)) {
                break;
            }
        }
        return number;
    }
}
