package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.ExpiryRun;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper native expire}. */
@Command(
        name = "expire",
        description = {
            "Delete EBS snapshots with our label that native.keep-last, native.keep-for and tags do not keep.",
            "The newest completed one always stays. It needs a role of its own, and no volume: see docs/native.md."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is done or shown, or the question was answered with no",
            "10:configuration-invalid: native.enabled is false",
            "101:native-failed: a question was not answered in whole; nothing is deleted",
            "102:native-denied: the right to a question is missing; nothing is deleted",
            "105:native-not-expired: one could not be deleted, or the clocks differ"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper native expire --plan")
final class NativeExpireCommand implements Runnable {
    @ParentCommand
    private NativeCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--plan",
            description = "Say what would be deleted, and why each other one stays. Nothing is changed.")
    private boolean plan;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private final List<Failure> failures = new ArrayList<>();

    @Option(names = "--json", description = "With --plan: as JSON, see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        if (json && !plan) {
            throw new ParameterException(spec.commandLine(), "--json is of a plan: give --plan");
        }
        ExpiryAssembly natives = new ExpiryAssembly(parent.root().keeper());
        List<ExpiryRegion> regions = natives.regions();
        if (plan) {
            show(natives, regions);
        } else {
            regions.forEach(this::expire);
        }
        failures.stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private void show(ExpiryAssembly natives, List<ExpiryRegion> regions) {
        RootCommand root = parent.root();
        List<RegionPlan> plans = regions.stream().map(this::planned).toList();
        if (json) {
            root.print(NativeJson.plan(
                    root.world().clock().instant(), natives.settings().label(), plans));
            return;
        }
        for (int i = 0; i < plans.size(); i++) {
            ExpiryRegion region = regions.get(i);
            plans.get(i).plan().ifPresent(found -> text().print(found, region));
        }
    }

    private RegionPlan planned(ExpiryRegion region) {
        Optional<ExpiryPlan> found = attempt(region, () -> region.plan());
        return new RegionPlan(
                region.name(),
                region.settings(),
                found,
                found.isPresent() ? Optional.empty() : Optional.of(failures.get(failures.size() - 1)));
    }

    private void expire(ExpiryRegion region) {
        attempt(region, () -> {
            boolean[] shown = new boolean[1];
            ExpiryRun.Expired expired = region.run(found -> {
                text().print(found, region);
                shown[0] = true;
                return Consent.given(
                        yes,
                        "Delete " + Counts.of(found.deleted().size(), "snapshot") + " with the label " + region.label()
                                + region.where() + "?",
                        spec);
            });
            if (!shown[0]) {
                text().print(expired.plan(), region);
            }
            text().print(expired);
            expired.requireAll();
            return expired;
        });
    }

    /** What fails in one Region leaves the others to be done; the first failure is that of the command. */
    private <T> Optional<T> attempt(ExpiryRegion region, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (Failure failure) {
            failures.add(failure);
            if (failures.size() > 1 && !json) {
                parent.root().warn(failure.getMessage() + region.where());
            }
            return Optional.empty();
        }
    }

    private ExpiryText text() {
        return new ExpiryText(parent.root());
    }
}
