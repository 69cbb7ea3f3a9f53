package io.ghekeeper.cli;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.PlannedUndo;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import io.ghekeeper.restore.SelectedSnapshot;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The plan of a restore for people: what, from where, onto what, and why it may go or not. */
final class PlanText {
    private static final int NAME_WIDTH = 10;

    private final NamedLines lines;

    PlanText(Screen screen) {
        this.lines = new NamedLines(screen, NAME_WIDTH);
    }

    List<String> lines(Plan plan) {
        lines.heading("restore onto " + plan.choices().host());
        lines.blank();
        plan.selected().ifPresent(selected -> snapshot(selected, plan));
        plan.fetch().ifPresent(new FetchText(lines)::add);
        plan.target().ifPresent(target -> target(target, plan));
        if (plan.snapshotId().isPresent() && plan.target().isPresent()) {
            effect(plan);
        }
        undo(plan);
        plan.notIncluded().forEach(what -> line("not in it", what));
        plan.estimate()
                .ifPresentOrElse(
                        estimate -> line(
                                "time", "about " + Durations.about(estimate.time()) + " (" + estimate.basis() + ")"),
                        () -> line("time", "unknown; run a drill to measure it"));
        plan.warnings().forEach(warning -> line("note", warning));
        // The first refusal is printed as the command's error, so it is left out here.
        plan.refusals().stream().skip(1).forEach(this::refusal);
        lines.blank();
        return lines.lines();
    }

    private void snapshot(SelectedSnapshot selected, Plan plan) {
        SnapshotEntry entry = selected.entry();
        Duration age = Duration.between(entry.begun(), plan.at());
        line(
                "snapshot",
                entry.id() + ", " + (age.isNegative() ? "from the future" : Durations.about(age) + " old")
                        + ", from GHES "
                        + entry.applianceVersion().orElse("unknown").replaceFirst("^v", "")
                        + selected.uuid().map(uuid -> ", uuid " + uuid).orElse("")
                        + selected.bytes()
                                .map(bytes -> ", " + ByteCount.words(bytes))
                                .orElse(""));
        line("holds", holds(selected));
        line("proven", proven(entry));
        selected.proven()
                .ifPresent(proven -> line(
                        "",
                        "the newest that a restore proved is " + proven.id() + " (run "
                                + proven.restored().orElseThrow().run() + "): take it with --snapshot proven"));
    }

    private static String holds(SelectedSnapshot selected) {
        List<String> parts = new ArrayList<>();
        selected.counted().ifPresent(counted -> parts.add(counted.repositories() + " Git repositories"));
        selected.top().parts().entrySet().stream()
                .filter(part -> part.getValue().folder() && !part.getValue().empty())
                .filter(part -> !part.getKey().equals("benchmarks"))
                .forEach(part -> parts.add(part.getKey()));
        Stream.of("mysql.sql.gz", "redis.rdb", "settings.json", "ssh-host-keys.tar")
                .filter(name -> selected.top().parts().containsKey(name))
                .forEach(parts::add);
        return PlainText.of(String.join(", ", parts));
    }

    private static String proven(SnapshotEntry entry) {
        String captured = switch (entry.state()) {
            case GOOD -> good(entry);
            case SUSPECT -> "captured, and suspect";
            case FAILED_ITS_DRILL -> "captured";
            case COMPLETE ->
                entry.evidence()
                        .archived()
                        .map(copy -> "complete, as run " + copy.run() + " archived it")
                        .orElse("complete, by its own account only");
            case INCOMPLETE, DAMAGED, BEING_WRITTEN -> "not at all";
        };
        return captured
                + entry.failed()
                        .map(failed -> "; " + failed.words() + " onto " + failed.host() + ", run " + failed.run() + ": "
                                + String.join(", ", failed.checks()))
                        .or(() -> entry.restored()
                                .map(proof -> "; restored by run " + proof.run() + " onto " + proof.host()
                                        + (proof.checks().words().isEmpty()
                                                ? ""
                                                : "; " + proof.checks().words())))
                        .or(() -> entry.attempt().map(run -> "; no restore of it is proven (run " + run + ")"))
                        .orElse("; never restored yet");
    }

    private static String good(SnapshotEntry entry) {
        if (!entry.losses().isEmpty()) {
            return "captured; a person accepted what it lacks: " + String.join("; ", entry.losses());
        }
        return entry.remarks().leftOut().isEmpty()
                ? "captured, and nothing was missing in it"
                : "captured, and nothing was missing in it but what options leave out";
    }

    private void target(TargetFacts target, Plan plan) {
        line(
                "target",
                target.host() + ", GHES " + target.version().orElse("unknown") + ", uuid "
                        + target.uuid().orElse("none")
                        + plan.production()
                                .map(why -> "; THE APPLIANCE THAT IS BACKED UP: " + why)
                                .orElse(""));
        line("", target.hostKey().type() + " " + target.hostKey().fingerprint());
        line(
                "",
                (target.configured()
                                ? "set up, maintenance mode " + (target.maintenance() ? "on" : "off")
                                : "new, not set up yet")
                        + room(target));
    }

    private static String room(TargetFacts target) {
        Optional<Long> total =
                target.freeBytes().flatMap(free -> target.usedBytes().map(used -> free + used));
        return total.map(bytes -> ", " + ByteCount.words(target.freeBytes().orElse(0L)) + " of "
                        + ByteCount.words(bytes) + " free")
                .orElse(", free space unknown");
    }

    private void effect(Plan plan) {
        TargetFacts target = plan.target().orElseThrow();
        lines.blank();
        line(
                "will do",
                "overwrite all repositories, databases and files on " + target.host() + " with those of the snapshot");
        line(
                "",
                plan.bringsSettings()
                        ? "replace its settings and licence with the snapshot's"
                        : "leave its settings and licence as they are");
        if (plan.choices().skipMysql()) {
            line("", "leave its database alone, where that lies outside the appliance");
        }
        if (target.configured() && !target.maintenance() && plan.choices().setMaintenance()) {
            line("", "set maintenance mode first");
        }
        if (target.configured()) {
            line(
                    "",
                    plan.choices().liftMaintenance()
                            ? "lift maintenance mode after success"
                            : "leave it in maintenance mode: lift it by hand, or add --lift-maintenance");
        }
    }

    private void undo(Plan plan) {
        PlannedUndo undo = plan.undo();
        line(
                "undo",
                undo.mode() == UndoMode.OFF
                        ? "off: no way back is made before it (restore.undo)"
                        : undo.mode().word() + ", "
                                + undo.volumes()
                                        .map(volumes -> "before anything is written, EBS snapshots of the data of "
                                                + volumes.words() + known(plan))
                                        .orElse("and no way back can be made"));
    }

    private static String known(Plan plan) {
        return plan.target().flatMap(TargetFacts::instance).isPresent()
                ? "; the target says itself that it is this instance"
                : "; known by the target's address only: check that it is the right one";
    }

    private void refusal(Failure refusal) {
        line("also", "refused (" + refusal.kind().code() + "): " + refusal.getMessage());
        line("", refusal.hint());
    }

    private void line(String name, String text) {
        lines.add(name, text);
    }
}
