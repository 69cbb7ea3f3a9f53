package io.ghekeeper.snapshot;

import io.ghekeeper.volume.ByteCount;

/** Numbers in words, for people. */
final class Amount {

    private Amount() {}

    static String ofBytes(long bytes) {
        return ByteCount.words(bytes);
    }

    static String ofFiles(long files) {
        return files + (files == 1 ? " file" : " files");
    }

    /** Such as {@code 33 % fewer; the bound is 10 %}. */
    static String less(long was, long is, String word, int bound) {
        long share = (was - is) * 100 / was;
        // 10.4 % is beyond a bound of 10 %, and must not read like it.
        String about = share == bound && share < 100 ? "more than " + share : Long.toString(share);
        return about + " % " + word + "; the bound is " + bound + " %";
    }
}
