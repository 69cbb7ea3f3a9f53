package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Objects;
import java.util.Optional;

/**
 * What an appliance says of itself; nothing where it does not say it.
 *
 * @param version as {@code 3.12.1}
 * @param negotiation how it answered the release of backup-utils
 * @param externalMysql whether its MySQL lies outside it
 * @param backupService whether a second backup tool may be used on it
 * @param garbageOff whether its garbage collection is off, as backup-utils leaves it while it copies repositories
 * @param recordedHostKey the host key that was trusted on first use just now
 */
public record ApplianceFacts(
        String host,
        boolean replica,
        Optional<String> version,
        Negotiation negotiation,
        Optional<String> uuid,
        Optional<Boolean> externalMysql,
        BackupServiceSigns backupService,
        Optional<Boolean> garbageOff,
        Optional<HostKey> recordedHostKey) {
    public ApplianceFacts {
        Objects.requireNonNull(host);
        Objects.requireNonNull(version);
        Objects.requireNonNull(negotiation);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(externalMysql);
        Objects.requireNonNull(backupService);
        Objects.requireNonNull(garbageOff);
        Objects.requireNonNull(recordedHostKey);
    }

    /**
     * The release of what is an appliance, and no replica of one; whether it takes backup-utils is another question.
     *
     * @throws Failure APPLIANCE_IS_REPLICA, NOT_AN_APPLIANCE; ENGINE_UNFIT where it refuses backup-utils and does not name
     *     its own release
     */
    public String requirePrimary() {
        if (replica) {
            throw new Failure(
                    FailureKind.APPLIANCE_IS_REPLICA,
                    host + " is a high-availability replica",
                    "Set appliance.host to the primary: a replica's data may be behind.");
        }
        return version.orElseThrow(() -> withoutVersion(host, negotiation, HostHints.CONFIGURED));
    }

    /** The failure of a host that names no release: a refusal in an appliance's words comes from an appliance. */
    static Failure withoutVersion(String host, Negotiation negotiation, HostHints naming) {
        String answered = negotiation.answer().isEmpty() ? "" : "; it answered '" + negotiation.answer() + "'";
        if (negotiation.refusedInWords()) {
            return new Failure(
                    FailureKind.ENGINE_UNFIT,
                    host + ", whose own release is unknown, does not accept backup-utils "
                            + negotiation.client().orElseThrow() + answered,
                    "Install a backup-utils of the appliance's feature release, or up to two newer.");
        }
        return new Failure(
                FailureKind.NOT_AN_APPLIANCE,
                host + " let the key in, but does not say which release of GitHub Enterprise Server it is" + answered,
                "Check " + naming.host() + " and appliance.port: 122 is the administrative SSH of an appliance.");
    }

    @Override
    public String toString() {
        return host + ", version " + version.orElse("unknown") + ", uuid " + uuid.orElse("unknown")
                + recordedHostKey
                        .map(key -> ", host key recorded on first use: " + key.type() + " " + key.fingerprint())
                        .orElse("");
    }
}
