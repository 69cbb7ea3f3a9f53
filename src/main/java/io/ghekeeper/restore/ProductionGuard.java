package io.ghekeeper.restore;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.history.History;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a target is the appliance that is backed up: by its name, its address or its uuid.
 *
 * <p>A restore gives the snapshot's uuid to its target. So a target that shows the production appliance's uuid may be a
 * copy of it that we made: that is known by what it showed before the first restore, which every run records.
 */
public final class ProductionGuard {
    private final ApplianceSettings settings;

    public ProductionGuard(ApplianceSettings settings) {
        this.settings = settings;
    }

    /** Why it is, in words that go after "the target is the appliance that is backed up: "; nothing where it is another. */
    Optional<String> sameAs(TargetFacts target, SelectedSnapshot selected, History history) {
        return sameAs(target, selected.uuid(), history);
    }

    /**
     * The same.
     *
     * @param snapshot the uuid of the appliance that it is of
     */
    Optional<String> sameAs(TargetFacts target, Optional<String> snapshot, History history) {
        return byName(target.host()).or(() -> byUuid(target, snapshot, history));
    }

    /** What is known without a question to the target. */
    Optional<String> byName(String host) {
        if (host.equalsIgnoreCase(settings.host())) {
            return Optional.of("it is appliance.host");
        }
        Set<String> ours = addresses(settings.host());
        return addresses(host).stream()
                .filter(ours::contains)
                .findFirst()
                .map(address -> "both " + host + " and " + settings.host() + " have the address " + address);
    }

    private Optional<String> byUuid(TargetFacts target, Optional<String> snapshot, History history) {
        if (target.uuid().isEmpty() && target.configured()) {
            return Optional.of("it is set up and shows no uuid, so it cannot be distinguished");
        }
        return target.uuid()
                .filter(uuid -> uuids(snapshot, history).contains(plain(uuid)))
                .filter(uuid -> ownUuid(target, history).isEmpty())
                .map(uuid -> "it has the same uuid, " + uuid);
    }

    private Set<String> uuids(Optional<String> snapshot, History history) {
        Stream<String> newest = history.catalogue().all().stream()
                .filter(Snapshot::complete)
                .limit(1)
                .flatMap(complete -> Snapshots.uuid(complete).stream());
        return Stream.of(settings.uuid().stream(), newest, snapshot.stream())
                .flatMap(uuids -> uuids)
                .map(ProductionGuard::plain)
                .collect(Collectors.toSet());
    }

    /**
     * The uuid that the target had before any restore of ours, {@code none} for a new appliance without one; nothing where
     * that is not known, or where it is the production appliance's.
     */
    Optional<String> ownUuid(TargetFacts target, SelectedSnapshot selected, History history) {
        Optional<String> shown = target.uuid().map(ProductionGuard::plain);
        if (shown.isEmpty()) {
            return target.configured() ? Optional.empty() : Optional.of("none");
        }
        return uuids(selected.uuid(), history).contains(shown.get()) ? ownUuid(target, history) : shown;
    }

    private static Optional<String> ownUuid(TargetFacts target, History history) {
        Set<String> addresses = addresses(target.host());
        return history.restores()
                .flatMap(run -> run.last(RestoreEvent.Target.class).stream())
                .filter(seen -> target.host().equalsIgnoreCase(seen.host()))
                .filter(seen -> seen.addresses().stream().anyMatch(addresses::contains))
                .map(seen -> seen.ownUuid().orElse(""))
                .filter(uuid -> !uuid.isEmpty())
                .findFirst();
    }

    /** Of a name; none where it cannot be resolved: on the worst day, the name service may be what is gone. */
    static Set<String> addresses(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (UnknownHostException unresolvable) {
            return Set.of();
        }
    }

    private static String plain(String uuid) {
        return uuid.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
