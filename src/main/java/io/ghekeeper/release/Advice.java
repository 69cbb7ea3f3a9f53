package io.ghekeeper.release;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing to know about the releases of an appliance and of its backup-utils.
 *
 * @param sentence names releases and dates; without capital and full stop
 * @param hint what to do
 */
public record Advice(Code code, AdviceLevel level, String sentence, String hint) {
    /** How bad it is. */
    public enum AdviceLevel {
        /** Support or backups are lost already. */
        BAD,
        /** They may be lost later, or the table does not know. */
        WARN
    }

    /** What it is about; codes never change their meaning. */
    public enum Code {
        SUPPORT_ENDED,
        SUPPORT_ENDS_SOON,
        /** The table does not know the appliance's release. */
        RELEASE_UNKNOWN,
        /** The installed backup-utils does not serve the appliance, and another one may. */
        ENGINE_UNFIT,
        /** No backup-utils serves the appliance's release. */
        NO_ENGINE,
        /** The installed backup-utils does not serve the next feature release, and another one may. */
        ENGINE_UNFIT_FOR_NEXT,
        /** No backup-utils serves the next feature release. */
        NO_ENGINE_FOR_NEXT,
        /** Backup-utils and the appliance's Backup Service both back it up. */
        TWO_BACKUP_TOOLS,
        TABLE_OLD,
        /** The table that {@code releases.file} names cannot be used, and the program's own is used. */
        TABLE_UNUSABLE;

        /** As {@code support-ended}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Advice {
        Objects.requireNonNull(code);
        Objects.requireNonNull(level);
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(hint);
    }

    static Advice bad(Code code, String sentence, String hint) {
        return new Advice(code, AdviceLevel.BAD, sentence, hint);
    }

    static Advice warn(Code code, String sentence, String hint) {
        return new Advice(code, AdviceLevel.WARN, sentence, hint);
    }
}
