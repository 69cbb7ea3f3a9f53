package io.ghekeeper.snapshot;

import java.util.Objects;

/**
 * One thing that a snapshot lacks, by all appearances.
 *
 * @param what a part of the snapshot, as {@code repositories} or {@code mysql.sql.gz}; or {@code secrets}, {@code
 *     hard-linked files}, {@code unreadable}, {@code unreadable before}
 * @param was how much of it there was, in words
 * @param is how much there is now, in words
 * @param sentence all of it, for people: {@code repositories: 2 instead of 3 (33 % fewer; the bound is 10 %)}
 */
public record Shrinkage(String what, String was, String is, String sentence) {
    public Shrinkage {
        Objects.requireNonNull(what);
        Objects.requireNonNull(was);
        Objects.requireNonNull(is);
        Objects.requireNonNull(sentence);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
