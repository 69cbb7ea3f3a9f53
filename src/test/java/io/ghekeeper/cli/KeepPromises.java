package io.ghekeeper.cli;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has to hold of a volume whose seal, verification or deletion is struck down. */
final class KeepPromises {
    private static final String ASIDE = ".ghe-keeper-removing-";

    private final Deployment deployment;
    private final KeepVolume volume;
    private final SealFolder seals;
    private Map<String, String> data = Map.of();
    private Map<String, String> sealed = Map.of();

    KeepPromises(Deployment deployment, KeepVolume volume) {
        this.deployment = deployment;
        this.volume = volume;
        this.seals = new SealFolder(deployment.state());
    }

    /** Remembers the volume as it is. */
    void before() throws IOException {
        data = StateFiles.tree(deployment.data());
        sealed = seals.documents();
    }

    /** @param end what the job leaves when nothing strikes */
    @SuppressWarnings("MissingSummary")
    void afterTheBlow(CrashJob job, Keeper keeper, Map<String, String> end, List<String> broken) throws IOException {
        Journal journal = keeper.core().journal();
        journal.newest(Integer.MAX_VALUE).unreadable().forEach(sentence -> broken.add("3: unreadable: " + sentence));
        snapshots(job, broken);
        Map<String, String> now = seals.documents();
        now.forEach((name, units) -> {
            if (!units.equals(sealed.getOrDefault(name, end.get("seals/" + name)))) {
                broken.add("1: a seal that is neither the one before nor a whole one: " + name);
            }
        });
        for (String id : volume.planned()) {
            if (sealed.containsKey(id + ".json") && !now.containsKey(id + ".json")) {
                broken.add("1: the seal of a kept snapshot is gone: " + id);
            }
        }
        seals.lists(broken);
        evidence(job, journal, broken);
    }

    private void snapshots(CrashJob job, List<String> broken) throws IOException {
        Map<String, String> now = StateFiles.tree(deployment.data());
        if (job != CrashJob.RETENTION) {
            if (!now.equals(data)) {
                broken.add("3: a snapshot changed: " + StateFiles.differences(data, now));
            }
            return;
        }
        for (String id : volume.planned()) {
            if (!StateFiles.below(id, now).equals(StateFiles.below(id, data))) {
                broken.add("3: a kept snapshot changed: " + id);
            }
        }
        for (String id : volume.doomed()) {
            Map<String, String> whole = StateFiles.below(id, data);
            whole = whole.isEmpty() ? StateFiles.below(ASIDE + id, data) : whole;
            Map<String, String> left = StateFiles.below(id, now);
            if (!left.isEmpty() && (!left.equals(whole) || whole.containsKey("/incomplete"))) {
                broken.add("3: half deleted, it looks like a snapshot: " + id);
            }
            // The next run gives one without its mark its name back, unless nothing is left in it.
            Map<String, String> aside = StateFiles.below(ASIDE + id, now);
            if (aside.size() > 1 && !aside.containsKey("/incomplete") && !aside.equals(whole)) {
                broken.add("3: half deleted, it would get its name back: " + id);
            }
        }
    }

    private void evidence(CrashJob job, Journal journal, List<String> broken) {
        EvidenceFiles files = new EvidenceFiles(deployment.state());
        Set<String> all = new TreeSet<>(volume.planned());
        all.addAll(volume.doomed());
        for (String id : all) {
            Evidence known = files.of(id);
            known.unreadable().ifPresent(why -> broken.add("1: the evidence of " + id + " " + why));
            boolean damaged = volume.damaged().contains(id);
            Optional<ReadBack> read = known.readBack();
            if (read.filter(one -> !one.run().equals(KeepVolume.EARLIER))
                    .filter(one -> one.isWhole() == damaged
                            || !journal.ids().contains(one.run())
                            || !(job == CrashJob.VERIFY || job == CrashJob.VERIFY_OLDEST))
                    .isPresent()) {
                broken.add("1: evidence of what was not proven: " + id + " " + read.get());
            }
            boolean there = Files.exists(deployment.data().resolve(id), LinkOption.NOFOLLOW_LINKS);
            if (there && read.isEmpty() && volume.hasEarlierEvidence(id)) {
                broken.add("1: evidence is lost: " + id);
            }
        }
        if (files.of(volume.pinned()).pin().isEmpty()) {
            broken.add("1: a pin is lost");
        }
    }

    void afterTheNextRun(Map<String, String> end, List<String> broken) throws IOException {
        Map<String, String> differences = StateFiles.differences(end, end());
        if (!differences.isEmpty()) {
            broken.add("2, 3: not as it is when nothing strikes: " + differences);
        }
        seals.lists(broken);
        Map<String, String> now = StateFiles.tree(deployment.data());
        for (String id : volume.planned()) {
            if (!StateFiles.below(id, now).equals(StateFiles.below(id, data))) {
                broken.add("3: a kept snapshot changed: " + id);
            }
        }
    }

    /** What the keep lane has left: names of the data directory, seals, evidence; without times and runs. */
    Map<String, String> end() throws IOException {
        Map<String, String> end = new TreeMap<>();
        for (String name : StateFiles.names(deployment.data())) {
            end.put("data/" + name, "");
        }
        for (Path file : StateFiles.below(deployment.state(), List.of("seals", "evidence"))) {
            String name = deployment.state().relativize(file).toString();
            end.put(name, Objects.requireNonNull(StateFiles.withoutTimes(name, file)));
        }
        return end;
    }
}
