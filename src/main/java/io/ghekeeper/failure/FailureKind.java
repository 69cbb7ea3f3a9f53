package io.ghekeeper.failure;

import java.util.Locale;

/**
 * Every kind of failure, with the three names by which the world outside knows it. None of them ever changes its
 * meaning: scripts test the exit status, alerts the label, people search for the code.
 *
 * <p>Exit statuses go by tens: 1x configuration, 2x the key, 3x AWS, 4x the appliance, 5x runs and the engine, 6x the
 * volume, 7x limits and doubts. 0 is success, 1 an error of the program's own, 2 a command line that cannot be read; 128
 * and above are signals.
 */
public enum FailureKind {
    /** A fault of the program's own. */
    INTERNAL(1),

    CONFIGURATION_INVALID(10),
    CONFIGURATION_UNREADABLE(11),

    KEY_MISSING(20),
    KEY_NOT_A_PRIVATE_KEY(21),
    KEY_HAS_PASSPHRASE(22),
    KEY_CIPHERTEXT_MALFORMED(23),
    KEY_TOO_LONG(24),
    KEY_DIRECTORY_UNSAFE(25),

    KMS_KEY_UNUSABLE(30),
    KMS_ACCESS_DENIED(31),
    AWS_CREDENTIALS_EXPIRED(32),
    AWS_CREDENTIALS_MISSING(33),
    AWS_THROTTLED(34, Chance.CAN_PASS),
    AWS_REGION_MISSING(35),
    AWS_UNREACHABLE(36, Chance.CAN_PASS),
    KMS_CIPHERTEXT_REFUSED(37),
    AWS_FAILED(38),
    S3_OBJECT_UNREADABLE(39),

    APPLIANCE_UNREACHABLE(40, Chance.CAN_PASS),
    HOST_KEY_UNKNOWN(41),
    HOST_KEY_CHANGED(42),
    KEY_REFUSED(43),
    APPLIANCE_TOO_OLD(44),
    APPLIANCE_IS_REPLICA(45),
    NOT_AN_APPLIANCE(46),
    CONNECTION_LOST(47, Chance.CAN_PASS),
    APPLIANCE_IS_ANOTHER(48),
    ENGINE_UNFIT(49),

    RUN_ACTIVE(50),
    ENGINE_ACTIVE(51),
    RUN_INTERRUPTED(52),
    ENGINE_MISSING(53),
    ENGINE_STEPS_FAILED(54),
    ENGINE_FAILED(55),
    CAPTURE_UNPROVEN(56),
    MARKER_UNPROVEN(57),
    RUN_UNKNOWN(58),
    ENGINE_TOOL_MISSING(59),

    VOLUME_FULL(60),
    VOLUME_UNUSABLE(61),
    JOURNAL_UNREADABLE(62),
    VOLUME_OUT_OF_INODES(63),
    VOLUME_NOT_MOUNTED(64),
    LINKS_UNSUPPORTED(65),

    RUN_OVERDUE(70),
    RUN_SILENT(71),
    RUN_CANCELLED(72),
    SNAPSHOT_SUSPECT(73),
    RUN_NOT_ACTIVE(74);

    private enum Chance {
        CAN_PASS,
        STAYS
    }

    private final int exitStatus;

    private final Chance chance;

    FailureKind(int exitStatus) {
        this(exitStatus, Chance.STAYS);
    }

    FailureKind(int exitStatus, Chance chance) {
        this.exitStatus = exitStatus;
        this.chance = chance;
    }

    /** The stable name in run records and messages, as {@code host-key-changed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The process's exit status when this ends a command. */
    public int exitStatus() {
        return exitStatus;
    }

    /** Whether the cause can pass by itself, so that the same may succeed a little later. */
    public boolean canPass() {
        return chance == Chance.CAN_PASS;
    }

    /** The bounded label of metrics, as {@code host_key_changed}. */
    public String metricLabel() {
        return name().toLowerCase(Locale.ROOT);
    }
}
