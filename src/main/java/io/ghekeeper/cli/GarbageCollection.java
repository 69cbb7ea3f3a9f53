package io.ghekeeper.cli;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.process.LiveProcess;
import io.ghekeeper.process.RunProcesses;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Offers to turn the appliance's garbage collection on, which a killed backup leaves off. Changes nothing without consent,
 * and nothing while a run is alive.
 */
final class GarbageCollection {
    private final RootCommand root;
    private final Keeper keeper;
    private final Consumer<String> said;
    private final Appliance appliance;
    private final String host;

    GarbageCollection(RootCommand root, Keeper keeper, Consumer<String> said) {
        this.root = root;
        this.keeper = keeper;
        this.said = said;
        this.appliance = new Appliance(keeper.core().configuration().appliance());
        this.host = keeper.core().applianceHost();
    }

    /**
     * Asks the appliance, and then the person.
     *
     * @param yes whether the consent was given on the command line
     * @param silent whether no question may be asked
     */
    void offer(boolean yes, boolean silent, CommandSpec spec) {
        if (!isOff()) {
            return;
        }
        said.accept("garbage collection is off on " + host + ", and no run of this volume is alive");
        if (!yes && (silent || Screen.console().isEmpty())) {
            said.accept("Where no other backup host is running a backup, turn it on: ghe-keeper markers --clear --yes");
            return;
        }
        String question = "Is no other backup host running a backup, and shall it be turned on?";
        if (!Consent.given(yes, question, spec)) {
            said.accept("nothing changed on " + host);
            return;
        }
        turnOn();
    }

    /** Nothing of it fails the command, which has removed its markers by now. */
    private boolean isOff() {
        try {
            Optional<String> alive = alive();
            if (alive.isPresent()) {
                said.accept("garbage collection on " + host + " is left as it is: run " + alive.get() + " is alive");
                return false;
            }
            ApplianceFacts facts = keeper.core().keys().with(key -> appliance.probe(key, Optional.empty()));
            if (facts.backupService().running().orElse(false)) {
                said.accept("garbage collection on " + host + " is left as it is: its Backup Service is running");
                return false;
            }
            if (facts.garbageOff().isEmpty()) {
                root.warn(host + " does not say whether its garbage collection is off");
            }
            return facts.garbageOff().orElse(false);
        } catch (Failure unreachable) {
            root.warn("whether garbage collection is off on " + host + " is unknown: " + unreachable.getMessage());
            return false;
        }
    }

    /** Under the lease, so that no run begins meanwhile. A person may have thought for hours: all is asked again. */
    @SuppressWarnings("try")
    private void turnOn() {
        try (CaptureLease lease = keeper.core().journal().acquireCapture()) {
            boolean marked = keeper.engine().markers().judge().stream().anyMatch(verdict -> !verdict.stale());
            if (marked || alive().isPresent()) {
                throw new Failure(
                        FailureKind.RUN_ACTIVE,
                        "garbage collection on " + host + " is left as it is: a run is alive",
                        "Wait for its end; a backup that ends turns garbage collection on itself.");
            }
            keeper.core().keys().with(key -> {
                appliance.turnGarbageCollectionOn(key);
                return key.description();
            });
            said.accept("garbage collection is on again on " + host);
        }
    }

    /** A run of this volume of which something is alive on this machine, whether or not it left a marker. */
    private Optional<String> alive() {
        RunProcesses processes = keeper.core().runProcesses();
        Set<String> ours = Set.copyOf(keeper.core().journal().ids());
        return processes.alive(ours::contains).stream()
                .flatMap((LiveProcess process) -> RunProcesses.runOf(process).stream())
                .filter(processes::isRunning)
                .findFirst();
    }
}
