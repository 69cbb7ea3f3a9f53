package io.ghekeeper.failure;

import java.util.Locale;

/**
 * Every kind of failure, with the three names by which the world outside knows it. None of them ever changes its
 * meaning: scripts test the exit status, alerts the label, people search for the code.
 *
 * <p>Exit statuses go by tens: 1x configuration, 2x the key, 3x AWS, 4x the appliance, 5x runs and the engine, 6x the
 * volume. 0 is success, 1 an error of the program's own, 2 a command line that cannot be read; 128 and above are
 * signals.
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
    AWS_THROTTLED(34),
    AWS_REGION_MISSING(35),
    AWS_UNREACHABLE(36),
    KMS_CIPHERTEXT_REFUSED(37),
    AWS_FAILED(38),
    S3_OBJECT_UNREADABLE(39),

    APPLIANCE_UNREACHABLE(40),
    HOST_KEY_UNKNOWN(41),
    HOST_KEY_CHANGED(42),
    KEY_REFUSED(43),
    APPLIANCE_TOO_OLD(44),
    APPLIANCE_IS_REPLICA(45),
    NOT_AN_APPLIANCE(46),
    CONNECTION_LOST(47),

    RUN_ACTIVE(50),
    ENGINE_ACTIVE(51),
    RUN_INTERRUPTED(52),
    ENGINE_MISSING(53),
    ENGINE_STEPS_FAILED(54),
    ENGINE_FAILED(55),
    CAPTURE_UNPROVEN(56),
    MARKER_UNPROVEN(57),
    RUN_UNKNOWN(58),

    VOLUME_FULL(60),
    VOLUME_UNUSABLE(61),
    JOURNAL_UNREADABLE(62);

    private final int exitStatus;

    FailureKind(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** The stable name in run records and messages, as {@code host-key-changed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The process's exit status when this ends a command. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The bounded label of metrics, as {@code host_key_changed}. */
    public String metricLabel() {
        return name().toLowerCase(Locale.ROOT);
    }
}
