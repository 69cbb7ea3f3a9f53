package io.ghekeeper.appliance;

import java.util.Objects;
import java.util.Optional;

/**
 * What an appliance says of itself that is to be restored to.
 *
 * @param hostKey that it showed, which is a pinned one
 * @param version as {@code 3.12.1}
 * @param negotiation how it answered the release of backup-utils
 * @param configured whether somebody has gone through its first setup; a new one takes the snapshot's settings
 * @param maintenance whether it is in maintenance mode
 * @param replication whether it is a replica or has one
 * @param cluster whether it is one of several nodes
 * @param actions whether GitHub Actions is on
 * @param restoreStatus what the last restore onto it left: {@code restoring}, {@code failed} or {@code complete}
 * @param freeBytes on the file system of {@code /data/user}; nothing where it does not say
 * @param usedBytes on the same; most of it is replaced by a restore
 * @param externalMysql whether its MySQL lies outside it; nothing where it does not say
 * @param binaryBackup whether it takes and restores binary dumps of MySQL; nothing where it does not say
 * @param instance which instance of EC2 it is, as {@code i-0123456789abcdef0}; nothing where it does not say
 */
public record TargetFacts(
        String host,
        HostKey hostKey,
        Optional<String> version,
        Negotiation negotiation,
        Optional<String> uuid,
        boolean configured,
        boolean maintenance,
        boolean replication,
        boolean cluster,
        boolean actions,
        Optional<String> restoreStatus,
        Optional<Long> freeBytes,
        Optional<Long> usedBytes,
        Optional<Boolean> externalMysql,
        Optional<Boolean> binaryBackup,
        Optional<String> instance) {
    /** One that does not say how it keeps its MySQL, and which instance it is. */
    public TargetFacts(
            String host,
            HostKey hostKey,
            Optional<String> version,
            Negotiation negotiation,
            Optional<String> uuid,
            boolean configured,
            boolean maintenance,
            boolean replication,
            boolean cluster,
            boolean actions,
            Optional<String> restoreStatus,
            Optional<Long> freeBytes,
            Optional<Long> usedBytes) {
        this(
                host,
                hostKey,
                version,
                negotiation,
                uuid,
                configured,
                maintenance,
                replication,
                cluster,
                actions,
                restoreStatus,
                freeBytes,
                usedBytes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public TargetFacts {
        Objects.requireNonNull(host);
        Objects.requireNonNull(hostKey);
        Objects.requireNonNull(version);
        Objects.requireNonNull(negotiation);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(restoreStatus);
        Objects.requireNonNull(freeBytes);
        Objects.requireNonNull(usedBytes);
        Objects.requireNonNull(externalMysql);
        Objects.requireNonNull(binaryBackup);
        Objects.requireNonNull(instance);
    }
}
