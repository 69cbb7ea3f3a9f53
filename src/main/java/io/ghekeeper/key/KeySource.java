package io.ghekeeper.key;

/** Where the configured value is kept between runs. */
interface KeySource {
    /** Longer than any value: what is larger is something else. */
    int LONGEST_VALUE = 64 * 1024;

    /**
     * The value's text, as it is kept.
     *
     * @throws io.ghekeeper.failure.Failure KEY_MISSING when there is none
     */
    String read();

    /** The place in words, for messages. */
    String place();
}
