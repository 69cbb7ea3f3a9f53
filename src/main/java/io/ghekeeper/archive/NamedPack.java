package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.DeadPack;
import java.util.BitSet;

/** A pack that roots name, and what is alive in it. */
final class NamedPack {
    private static final int ALL = 100;

    /** About what a member takes beside its content: its headers and its line of the index, compressed. */
    private static final long MEMBER = 200;

    final ObjectRow row;
    /** The places of the snapshots whose roots name it. */
    final BitSet snapshots = new BitSet();

    /** Whether no snapshot needs it that is left out. */
    boolean judged;

    boolean chosen;
    private long members;
    private long aliveMembers;
    private long aliveContent;

    NamedPack(ObjectRow row) {
        this.row = row;
    }

    /**
     * Takes one of its members.
     *
     * @param length of its content where that is alive; -1 where nothing needs it
     */
    void add(long length) {
        members++;
        if (length >= 0) {
            aliveMembers++;
            aliveContent += length + MEMBER;
        }
    }

    boolean isKnown() {
        return members > 0;
    }

    long aliveMembers() {
        return aliveMembers;
    }

    /** Of its bytes, at most: content counts as if it was not compressed. */
    long alive() {
        return Math.min(row.length(), aliveContent);
    }

    /**
     * Whether so much of it is dead. A pack all of whose members are alive is not, whatever its length.
     *
     * @param percent of its bytes, at least
     */
    boolean isDead(int percent) {
        return judged && aliveMembers < members && (row.length() - alive()) * ALL >= percent * row.length();
    }

    DeadPack dead() {
        return new DeadPack(row.key().text(), row.length(), alive());
    }
}
