package io.ghekeeper.seal;

/**
 * Gets the bytes of the files that a seal reads, so that they need not be read a second time. Several threads call it. It
 * never fails a seal: what goes wrong with a copy ends the copy. It may make the caller wait for some seconds.
 */
public interface ContentCopy extends AutoCloseable {
    /** Takes nothing. */
    ContentCopy NONE = new ContentCopy() {
        @Override
        public FileCopy begin(String path, EntryFacts facts) {
            return FileCopy.NONE;
        }

        @Override
        public void keep() {}

        @Override
        public void close() {}
    };

    /**
     * A file is read next, from its beginning on.
     *
     * @param path as {@link PathBytes}, below the snapshot
     * @param facts as the walk saw them
     */
    FileCopy begin(String path, EntryFacts facts);

    /** The seal is whole, and its snapshot is good: what was accepted is of use. */
    void keep();

    /** Removes what is not kept. */
    @Override
    void close();

    /** The bytes of one file. One thread uses it. To close it before it is accepted drops it. */
    interface FileCopy extends AutoCloseable {
        /** Takes nothing. */
        FileCopy NONE = new FileCopy() {
            @Override
            public void write(byte[] bytes, int offset, int count) {}

            @Override
            public void accept(byte[] digest) {}

            @Override
            public void close() {}
        };

        /** The next bytes. */
        void write(byte[] bytes, int offset, int count);

        /**
         * All bytes were written, and nothing was written to the file meanwhile.
         *
         * @param digest SHA-256 of the file
         */
        void accept(byte[] digest);

        @Override
        void close();
    }
}
