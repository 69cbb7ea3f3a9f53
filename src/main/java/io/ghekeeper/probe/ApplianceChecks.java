package io.ghekeeper.probe;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.HostKey;
import io.ghekeeper.appliance.PinnedHostKey;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.release.ReleaseAdvice;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at the appliance, from its name to whether it is the right one. */
public final class ApplianceChecks {
    private final Appliance appliance;
    private final ApplianceSettings settings;
    private final Supplier<History> history;

    public ApplianceChecks(Appliance appliance, ApplianceSettings settings, Supplier<History> history) {
        this.appliance = appliance;
        this.settings = settings;
        this.history = history;
    }

    CheckDetail name() {
        String addresses = appliance.addresses().stream()
                .map(InetAddress::getHostAddress)
                .distinct()
                .collect(Collectors.joining(", "));
        return CheckDetail.good(settings.host() + " is " + addresses);
    }

    CheckDetail port() {
        appliance.openPort();
        return CheckDetail.good("port " + settings.port() + " is open");
    }

    CheckDetail hostKey() {
        try {
            PinnedHostKey pinned = appliance.pinnedHostKey();
            HostKey key = pinned.key();
            return CheckDetail.good(key.type() + " " + key.fingerprint() + " is pinned in " + pinned.file()
                    + (pinned.file().equals(settings.knownHosts()) ? "" : ", ghe-keeper's own"));
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.HOST_KEY_UNKNOWN && settings.trustFirstUse()) {
                return CheckDetail.doubtful(
                        failure.getMessage(), "The next login records it, because of appliance.trust-first-use.");
            }
            throw failure;
        }
    }

    /** @param client the release that backup-utils sends */
    ApplianceFacts login(Path privateKey, Optional<String> client) {
        return appliance.probe(privateKey, client);
    }

    /** The same with a key in memory. */
    ApplianceFacts login(UnlockedKey key, Optional<String> client) {
        return appliance.probe(key, client);
    }

    CheckDetail loggedIn(String fingerprint) {
        return CheckDetail.good(settings.user() + "@" + settings.host() + " takes the key " + fingerprint);
    }

    /** Whether it is an appliance, the primary, and the one that is meant: what else would push out its snapshots. */
    CheckDetail identity(ApplianceFacts facts) {
        facts.requirePrimary();
        if (facts.uuid().isEmpty()) {
            return unnamed(facts);
        }
        String uuid = facts.uuid().get();
        expected()
                .filter(expected -> !plain(expected.uuid()).equals(plain(uuid)))
                .ifPresent(expected -> {
                    throw new Failure(
                            FailureKind.APPLIANCE_IS_ANOTHER,
                            settings.host() + " is another appliance: its uuid is " + uuid + ", and "
                                    + expected.whence() + " has " + expected.uuid(),
                            "Check appliance.host; if the appliance was replaced on purpose, set appliance.uuid to "
                                    + uuid + ".");
                });
        return CheckDetail.good(facts.toString());
    }

    /** Whether the appliance's own Backup Service seems to be used beside ghe-keeper. */
    CheckDetail otherTool(ApplianceFacts facts) {
        List<String> seen = facts.backupService().seen();
        if (!seen.isEmpty()) {
            return CheckDetail.doubtful(
                    "the Backup Service may be used on " + settings.host() + ", too: " + String.join("; ", seen),
                    ReleaseAdvice.twoTools().hint());
        }
        return facts.backupService().complete()
                ? CheckDetail.good("no sign of the Backup Service on " + settings.host())
                : CheckDetail.doubtful(
                        "unknown: " + settings.host() + " does not say whether its Backup Service is used",
                        "Look there by hand: mountpoint -q /data/backup, and sudo ls /data/backup/data");
    }

    /** The same before a run, which warns of what was seen only. */
    CheckDetail seenOtherTool(ApplianceFacts facts) {
        return facts.backupService().seen().isEmpty()
                ? CheckDetail.good("no sign of the Backup Service")
                : otherTool(facts);
    }

    /** An appliance without an identity. Where the configuration names one, an unknown appliance is refused. */
    private CheckDetail unnamed(ApplianceFacts facts) {
        String hint = "Make sure that /data/user/common/uuid is there on the appliance, and readable for "
                + settings.user() + ".";
        settings.uuid().ifPresent(uuid -> {
            throw new Failure(
                    FailureKind.APPLIANCE_IS_ANOTHER,
                    settings.host() + " shows no uuid, and appliance.uuid has " + uuid,
                    hint);
        });
        return CheckDetail.doubtful(facts + ": whether it is the configured appliance is unknown", hint);
    }

    /**
     * The uuid that the appliance must have.
     *
     * @param whence who says so, in words
     */
    private record Expected(String uuid, String whence) {}

    private Optional<Expected> expected() {
        return settings.uuid()
                .map(uuid -> new Expected(uuid, "appliance.uuid"))
                .or(() -> history.get().catalogue().all().stream()
                        .filter(Snapshot::complete)
                        .findFirst()
                        .flatMap(snapshot -> Snapshots.uuid(snapshot)
                                .map(uuid ->
                                        new Expected(uuid, "the last complete snapshot, " + snapshot.id() + ","))));
    }

    private static String plain(String uuid) {
        return uuid.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
