package io.ghekeeper.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A logical dump: SQL in gzip (RFC 1952). A small one is unpacked to its end. Of a large one, the beginning is unpacked,
 * and the end as far as it can be; what lies between is looked at only where the whole is to be read.
 */
final class GzipForm {
    private static final int MAGIC = 0x8b1f;
    private static final int HEADER_AND_TRAILER = 18;
    private static final long SMALL = 64L << 20;
    private static final int BEGINNING = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private static final int TAIL = 1 << 20;
    private static final int WINDOW = 1 << 15;
    private static final int TRAILER = 8;
    private static final byte[] FLUSHED = {0, 0, (byte) 0xff, (byte) 0xff};

    /** A file of zeros unpacks to a thousand times its size, which takes too long. */
    private static final long MOST_UNPACKED = 4L << 30;

    private static final String CUT_OFF = "is a gzip file that is cut off";

    private GzipForm() {}

    static Optional<String> defect(FormReading reading) throws IOException {
        return defect(reading, SMALL);
    }

    /** The same, with a bound up to which a file is unpacked to its end in any case. */
    static Optional<String> defect(FormReading reading, long small) throws IOException {
        FileChannel file = reading.file();
        byte[] head = Bytes.read(file, 0, 2);
        if (head.length < 2 || Bytes.number(head, 0, 2) != MAGIC) {
            return Optional.of("is no gzip file");
        }
        long size = file.size();
        if (size < HEADER_AND_TRAILER) {
            return Optional.of(CUT_OFF);
        }
        if (reading.whole()) {
            return unpack(reading, Long.MAX_VALUE);
        }
        Optional<String> defect = unpack(reading, size <= small ? MOST_UNPACKED : BEGINNING);
        return defect.isPresent() || size <= small ? defect : end(file);
    }

    private static Optional<String> unpack(FormReading reading, long most) throws IOException {
        try (GzipMembers in = new GzipMembers(reading.content())) {
            byte[] buffer = new byte[BUFFER];
            int read = in.readNBytes(buffer, 0, 512);
            String begin = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            Optional<String> content = content(begin);
            if (content.isPresent()) {
                return content;
            }
            ClosingLine closing = new ClosingLine(begin);
            for (long unpacked = read; unpacked < most; unpacked += read) {
                closing.add(buffer, read);
                read = in.read(buffer);
                if (read < 0) {
                    return reading.whole() ? atTheEnd(in, closing) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (EOFException cutOff) {
            return Optional.of(CUT_OFF);
        } catch (ZipException broken) {
            return Optional.of("is a damaged gzip file");
        }
    }

    private static Optional<String> atTheEnd(GzipMembers in, ClosingLine closing) {
        return in.hasForeignEnd() ? Optional.of("has bytes behind its end that are no gzip") : closing.defect();
    }

    /** SQL begins with a comment or a word. */
    private static Optional<String> content(String begin) {
        if (FileForm.isErrorPage(begin)) {
            return Optional.of("unpacks to an HTML page");
        }
        return FileForm.isText(begin) ? Optional.empty() : Optional.of("unpacks to no SQL");
    }

    /**
     * pigz, which packs on the appliance, starts a new block at a byte boundary at least once in 128 KiB. The rest from the
     * last such boundary on is unpacked up to the trailer. Without such a boundary, nothing is known.
     */
    private static Optional<String> end(FileChannel file) throws IOException {
        byte[] tail = Bytes.last(file, TAIL);
        for (int i = tail.length - TRAILER - FLUSHED.length; i >= 0; i--) {
            if (Arrays.equals(tail, i, i + FLUSHED.length, FLUSHED, 0, FLUSHED.length)) {
                return isUnended(tail, i + FLUSHED.length) ? Optional.of(CUT_OFF) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isUnended(byte[] tail, int from) {
        Inflater inflater = new Inflater(true);
        try {
            // What came before is not known; only where it ends is asked.
            inflater.setDictionary(new byte[WINDOW]);
            inflater.setInput(tail, from, tail.length - from);
            byte[] buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                if (inflater.inflate(buffer) == 0 && inflater.needsInput()) {
                    return true;
                }
            }
            return inflater.getRemaining() < TRAILER;
        } catch (DataFormatException byChance) {
            return false; // those four bytes were no place to begin at
        } finally {
            inflater.end();
        }
    }
}
