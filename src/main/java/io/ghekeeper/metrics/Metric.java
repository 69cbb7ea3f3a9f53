package io.ghekeeper.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every metric, declared once: its lines in the output and its place in {@code docs/metrics.md} come from here. */
enum Metric {
    STATUS(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_status",
            "1 for the present state, 0 for the others. They are the states of `ghe-keeper status`: none, late, missing,"
                    + " suspect, stopped, failed, ok.",
            "Not `ok`: `ghe-keeper status` says why, and what to type.",
            Label.STATUS),
    SUPERVISOR(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_supervisor",
            "1 for what is known of the volume's supervisor, 0 for the others: alive, stalled (its loop stands still), ending,"
                    + " none, unknown, or external (schedule.runner).",
            "`stalled`: restart it. Where none is alive, nothing answers here at all.",
            Label.SUPERVISOR),
    LAST_GOOD(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_last_good_backup_timestamp_seconds",
            "Begin of the last good backup: captured, not doubted or accepted by a person, and still whole on the volume."
                    + " Absent where there is none.",
            "The one to alert on: how much work would be lost now."),
    MAX_AGE(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_good_backup_max_age_seconds",
            "How old the last good backup may be: status.max-age.",
            "Compare the age with it, so that the limit is said in one place."),
    GOOD_MISSING(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_good_snapshot_missing",
            "1 where a good run's snapshot is no longer whole on the volume, so that an older one has to do.",
            "`ghe-keeper status` names it; find out who removed it."),
    SINCE_GOOD(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_runs_since_good_backup",
            "Backups since the last good one that were none, by how they ended. Among the newest runs of the journal.",
            "Grows: `ghe-keeper status` shows the newest reason and the remedy.",
            Label.NO_SUCCESS),
    READY(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_ready",
            "1 where configuration, key, volume and lease are in order, as /readyz says.",
            "0: `ghe-keeper doctor` names what is not."),
    OBSERVED(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_observed_timestamp_seconds",
            "When all this was seen. Absent where nothing could be seen.",
            "Minutes old: the figures stand still."),
    UNSEEN(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_observation_failure",
            "1 for why the journal or the volume could not be read; then most other metrics are absent. Else absent.",
            "`ghe-keeper status` says the same with its hint.",
            Label.FAILURE),
    RELEASE_ADVICE(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_release_advice",
            "1 for each advice that the table of releases gives for the appliance and the installed engine, else 0."
                    + " docs/upgrades.md lists them.",
            "`ghe-keeper status` says each in a sentence, and what to do.",
            Label.ADVICE),
    SUPPORT_ENDS(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_appliance_support_end_timestamp_seconds",
            "The first day without GitHub's support of the appliance's release. Absent where the release is unknown, or the"
                    + " table does not have it.",
            "Plan the appliance's upgrade before it: `ghe-keeper upgrade --to RELEASE`."),
    RUNS_UNREADABLE(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_runs_unreadable",
            "Records among the newest that cannot be read.",
            "`ghe-keeper status` names them; no backup is stopped by one."),
    RUNS_CUT_OFF(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_runs_cut_off",
            "Open runs whose process is gone; the next run closes them.",
            "Stays above 0: no run begins any more."),
    RUNS_FUTURE(
            MetricGroup.STATE,
            MetricType.GAUGE,
            "ghe_keeper_runs_future",
            "Runs dated later than now: the clock was wrong then, or is now.",
            "Set the clock."),

    LAST_ATTEMPT(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_attempt_timestamp_seconds",
            "Begin of the newest run that was not skipped, ended or running. Absent where there is none.",
            "Older than a tick: nothing begins any more.",
            Label.KIND),
    LAST_SUCCESS(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_success_timestamp_seconds",
            "End of the newest run that succeeded; a suspect one never counts. Absent where there is none.",
            "For backups rather look at the last good one, which says from when the data is.",
            Label.KIND),
    LAST_END(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_end_timestamp_seconds",
            "End of the newest run that has ended and was not skipped. Absent where there is none.",
            "Identifies the run of the next metrics.",
            Label.KIND),
    LAST_DURATION(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_duration_seconds",
            "How long the newest run that has ended took, all its attempts together.",
            "Grows towards the time limit: the appliance grows, or the network is slower.",
            Label.KIND),
    LAST_OUTCOME(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_outcome",
            "1 for how the newest run that has ended did so, 0 for the others; accepted is a suspect one that a person took"
                    + " for good.",
            "Neither `succeeded` nor `accepted`: `ghe-keeper runs`.",
            Label.KIND,
            Label.LAST_OUTCOME),
    LAST_FAILURE(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_failure",
            "1 for the kind of failure that ended the newest run. Absent where it was none.",
            "The kind's remedy is in [operations.md](operations.md#failures).",
            Label.KIND,
            Label.FAILURE),
    LAST_ATTEMPTS(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_attempts",
            "How often the newest run that has ended was tried.",
            "More than 1 again and again: the network is poor.",
            Label.KIND),
    LAST_FINDINGS(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_findings",
            "How much the engine itself reported as skipped or missing in the newest run that has ended.",
            "More than 0: the backup is suspect, or the restore unproven; `ghe-keeper runs --json` has the engine's words.",
            Label.KIND),
    STEP_DURATION(
            MetricGroup.RUNS,
            MetricType.GAUGE,
            "ghe_keeper_last_run_step_duration_seconds",
            "How long each step of the newest run that has ended took, in its last attempt.",
            "Shows which part of the appliance grows.",
            Label.KIND,
            Label.STEP),
    RUNS(
            MetricGroup.RUNS,
            MetricType.COUNTER,
            "ghe_keeper_runs_total",
            "Runs that ended since this process began; skipped is a tick that found another run in progress, or waited until the next tick.",
            "For rates; what must outlive a restart is in the timestamps.",
            Label.KIND,
            Label.OUTCOME),
    FAILURES(
            MetricGroup.RUNS,
            MetricType.COUNTER,
            "ghe_keeper_run_failures_total",
            "Runs that ended with a failure since this process began, by its kind.",
            "Which failure comes how often.",
            Label.KIND,
            Label.FAILURE),
    RETRIES(
            MetricGroup.RUNS,
            MetricType.COUNTER,
            "ghe_keeper_run_retries_total",
            "Attempts after the first one, since this process began.",
            "Rises: the network or AWS is poor, though the runs succeed.",
            Label.KIND),

    ACTIVE(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_active",
            "1 while a run of this kind is running.",
            "A restore or drill holds up backups.",
            Label.KIND),
    ACTIVE_BEGIN(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_begin_timestamp_seconds",
            "Begin of the running run. Absent while there is none, as all that follow here.",
            "Long ago: `ghe-keeper status` shows the step.",
            Label.KIND),
    ACTIVE_ATTEMPT(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_attempt",
            "Which attempt is running, from 1.",
            "Above 1: the one before was lost.",
            Label.KIND),
    ACTIVE_STEP(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_step",
            "Number of the running step, from 1. Absent before the first.",
            "Stands still: look at that step in `ghe-keeper logs RUN`.",
            Label.KIND),
    ACTIVE_STEPS(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_steps",
            "How many steps the running run has, as far as is known; it can grow.",
            "For a display.",
            Label.KIND),
    ACTIVE_PROGRESS(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_progress_ratio",
            "How much of the running run is done, from 0 to 1, by the times of an earlier run.",
            "For a display.",
            Label.KIND),
    ACTIVE_CANCEL(
            MetricGroup.ACTIVE,
            MetricType.GAUGE,
            "ghe_keeper_run_cancel_requested",
            "1 where a person asked to cancel the running run.",
            "Stays 1 for minutes: it does not end; `ghe-keeper logs RUN`.",
            Label.KIND),

    LAST_TICK(
            MetricGroup.SCHEDULE,
            MetricType.GAUGE,
            "ghe_keeper_last_served_tick_timestamp_seconds",
            "The newest tick of the schedule that a run served, or for which it was skipped. Absent where there is none.",
            "Older than the last tick: nothing began then.",
            Label.KIND),
    NEXT_TICK(
            MetricGroup.SCHEDULE,
            MetricType.GAUGE,
            "ghe_keeper_next_tick_timestamp_seconds",
            "When the schedule comes next, its delay by chance (schedule.jitter) not counted. Absent where it never does.",
            "In the past: the supervisor's loop is stuck; read its log, then restart it.",
            Label.TICKS),
    TICKS_MISSED(
            MetricGroup.SCHEDULE,
            MetricType.COUNTER,
            "ghe_keeper_ticks_missed_total",
            "Ticks that no supervisor served, or that the clock jumped over, since this process began.",
            "Rises: the pod was away, or the machine's clock is wrong.",
            Label.TICKS),

    MARKERS_CLEARED(
            MetricGroup.MARKERS,
            MetricType.COUNTER,
            "ghe_keeper_markers_cleared_total",
            "Markers that were removed since this process began, by the proof that their run was dead.",
            "Rises: something kills runs; look for memory, eviction, deployments.",
            Label.MARKER,
            Label.REASON),
    MARKERS_PRESENT(
            MetricGroup.MARKERS,
            MetricType.GAUGE,
            "ghe_keeper_markers_present",
            "Markers that are there now; stale where their run is proven dead.",
            "A stale one that stays: `ghe-keeper markers --clear`.",
            Label.MARKER,
            Label.MARKER_STATE),

    SNAPSHOTS(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_snapshots",
            "Snapshots on the volume; complete is one that no good run vouches for.",
            "`suspect` above 0: `ghe-keeper snapshots` shows what it lacks.",
            Label.SNAPSHOT),
    PROVEN(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_snapshots_proven",
            "Good snapshots, by how far they are proven; restored ones are not counted as captured.",
            "`restored` at 0: no restore was tried; `ghe-keeper drill`.",
            Label.PROOF),
    STRAY(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_snapshots_stray",
            "Names in the data directory that the engine takes for snapshots and that are none.",
            "`ghe-keeper status` names them; move them away."),
    NEWEST(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_good_snapshot_timestamp_seconds",
            "When the newest good snapshot began, by its name. Absent where there is none, as all that follow here.",
            "For its age."),
    NEWEST_EVIDENCE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_snapshot_timestamp_seconds",
            "When the newest snapshot with this evidence began, by its name. Absent where no snapshot has it.",
            "An old `verified` one: `ghe-keeper verify`; `archived`: `ghe-keeper archive`; `restored`: `ghe-keeper drill`.",
            Label.EVIDENCE),
    EVIDENCE_MAX_AGE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_snapshot_max_age_seconds",
            "How old the newest snapshot with this evidence may be: status.verified-within, archive.max-age, status.restored-within."
                    + " Absent where there is no bound.",
            "Compare the age with it, so that the limit is said in one place.",
            Label.EVIDENCE),
    ARCHIVE_VERIFIED(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_archive_verification_timestamp_seconds",
            "When the last verification of the store began that looked at all of it. Absent where there was none.",
            "Old: `ghe-keeper runs --kind archive-verify` shows why."),
    ARCHIVE_DAMAGED(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_archive_damaged_snapshots",
            "Snapshots that the store does not have whole, by its last verification.",
            "Above 0: `ghe-keeper archive list` names them."),
    ARCHIVE_OLDEST_READING(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_archive_oldest_reading_timestamp_seconds",
            "When the object in the store was read that was read longest ago. Absent where not all were read yet.",
            "Older than archive.verify-within: the verifications do not keep up."),
    ARCHIVE_LOCK_SHORT(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_archive_short_lock_snapshots",
            "Snapshots in the store with an object that is locked for a shorter time than promised.",
            "Above 0: who may bypass locks took one off."),
    ARCHIVE_LOCK_END(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_archive_newest_lock_end_timestamp_seconds",
            "The earliest end of the locks of the newest archived snapshot. Absent where it is not locked.",
            "In the past: it can be deleted."),
    REBUILD_NEEDED(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_rebuild_needed",
            "Whether the data directory has to be filled from the archive, as the supervisor saw at its start: 1, else 0."
                    + " Absent without an archive, and where that could not be seen.",
            "`ghe-keeper rebuild --plan` says why it is 1."),
    NATIVE_NEWEST(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_newest_completed_timestamp_seconds",
            "When the newest completed native snapshot was asked for. Absent where there is none, and where native.enabled is false.",
            "Old: `ghe-keeper runs --kind native` shows why."),
    NATIVE_FIRST(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_first_timestamp_seconds",
            "When the oldest native snapshot was asked for of which there is a record. Absent where none was.",
            "For the age where none is completed yet."),
    NATIVE_MAX_AGE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_max_age_seconds",
            "How old the newest completed native snapshot may be: native.max-age. Absent where native.enabled is false, or a tag says that none are taken.",
            "Compare the age with it, so that the limit is said in one place."),
    NATIVE_PENDING_MAX_AGE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_pending_max_age_seconds",
            "How long a native snapshot may take: native.pending-age. Absent where native.enabled is false.",
            "Compare the age of open ones with it."),
    NATIVE_OPEN(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_open",
            "Native snapshots that are not known to be completed. Absent where records cannot be read.",
            "`ghe-keeper status` names the newest."),
    NATIVE_OPEN_AGE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_oldest_open_age_seconds",
            "How long ago the oldest of these was asked for; 0 where there is none.",
            "Long: EBS is slow, or nothing follows it. `ghe-keeper native list` asks EBS."),
    NATIVE_FAILED(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_failed",
            "Whether nothing came of the newest native snapshot, or it is gone: 1, else 0.",
            "`ghe-keeper status` says why it is 1."),
    NATIVE_UNDONE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_native_undone_steps",
            "Locks, shares and copies of the newest native snapshots that failed, or take longer than native.pending-age.",
            "`ghe-keeper status` names each with its reason."),
    NEWEST_SIZE(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_good_snapshot_size_bytes",
            "Bytes of all files of the newest good snapshot, as a restore would copy them.",
            "Falls: something is lost, or was removed."),
    NEWEST_NEW(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_good_snapshot_new_bytes",
            "Bytes of its files that no other snapshot had.",
            "What a backup costs of the volume."),
    NEWEST_FILES(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_good_snapshot_files",
            "Files of the newest good snapshot.",
            "Each that is not linked takes an inode."),
    NEWEST_LINKED(
            MetricGroup.SNAPSHOTS,
            MetricType.GAUGE,
            "ghe_keeper_newest_good_snapshot_hard_linked_ratio",
            "How many of its files are shared with other snapshots, from 0 to 1.",
            "Falls to 0: every backup copies everything, and the volume fills up soon."),

    VOLUME_SIZE(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_volume_size_bytes",
            "Size of the volume. Absent, as all that follow here, where it cannot be asked.",
            "For the share that is free."),
    VOLUME_FREE(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_volume_free_bytes",
            "What of it this user may still use.",
            "Little: enlarge the volume, or keep fewer snapshots (engine.keep-snapshots)."),
    INODES(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_volume_inodes",
            "Inodes of the volume. Absent where the file system has no limit.",
            "For the share that is free."),
    INODES_FREE(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_volume_free_inodes",
            "Inodes that are free. Absent where the file system has no limit.",
            "Few: keep fewer snapshots, or move to a file system with more inodes."),
    VOLUME_LEFT(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_volume_left_seconds",
            "Time until nothing is free, by the growth of the last 14 days. +Inf where nothing goes, absent where less than"
                    + " a day was seen.",
            "Less than you need for a larger volume: begin now.",
            Label.RESOURCE),
    LEASE(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_lease",
            "1 for how the right to run on this volume stands, 0 for the others.",
            "`held_elsewhere` without a run: another pod or machine uses the volume.",
            Label.LEASE),
    KEY_SINCE(
            MetricGroup.VOLUME,
            MetricType.GAUGE,
            "ghe_keeper_key_first_used_timestamp_seconds",
            "When the SSH key that was used last was first used, as far back as the journal goes. Absent where none was.",
            "Older than your rule for keys: make a new one."),

    APPLIANCE(
            MetricGroup.PROCESS,
            MetricType.INFO,
            "ghe_keeper_appliance_info",
            "Always 1; the host of the appliance that is backed up, as it is configured.",
            "Joins a name to the other metrics, where several appliances are backed up.",
            Label.HOST),
    BUILD(
            MetricGroup.PROCESS,
            MetricType.INFO,
            "ghe_keeper_build_info",
            "Always 1; which program runs.",
            "Absent: nothing is scraped.",
            Label.VERSION,
            Label.REVISION,
            Label.JAVA),
    PROCESS_START(
            MetricGroup.PROCESS,
            MetricType.GAUGE,
            "process_start_time_seconds",
            "When this process began, in seconds since 1970.",
            "Counters begin at 0 there."),
    PROCESS_CPU(
            MetricGroup.PROCESS,
            MetricType.COUNTER,
            "process_cpu_seconds_total",
            "Processor time of this process, without the engine's.",
            "Normally next to nothing."),
    PROCESS_MEMORY(
            MetricGroup.PROCESS,
            MetricType.GAUGE,
            "process_resident_memory_bytes",
            "Resident memory of this process, without the engine's.",
            "Normally below 100 MiB."),
    PROCESS_FDS(
            MetricGroup.PROCESS,
            MetricType.GAUGE,
            "process_open_fds",
            "Open file descriptors of this process.",
            "Rises for days: report it."),
    PROCESS_MAX_FDS(
            MetricGroup.PROCESS,
            MetricType.GAUGE,
            "process_max_fds",
            "How many it may open.",
            "For the share that is used.");

    /** As the Prometheus client library knows them. */
    enum MetricType {
        GAUGE,
        COUNTER,
        INFO
    }

    /** A part of the page. */
    enum MetricGroup {
        STATE("The answer"),
        RUNS("Runs"),
        ACTIVE("The running run"),
        SCHEDULE("The schedule"),
        MARKERS("Markers"),
        SNAPSHOTS("Snapshots"),
        VOLUME("The volume, the lease and the key"),
        PROCESS("The program");

        private final String heading;

        MetricGroup(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private static final List<String> UNITS = List.of("seconds", "bytes", "ratio");

    private final MetricGroup section;
    private final MetricType type;
    private final String exposed;
    private final String help;
    private final String use;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Label> labels;

    Metric(MetricGroup section, MetricType type, String exposed, String help, String use, Label... labels) {
        this.section = section;
        this.type = type;
        this.exposed = exposed;
        this.help = help;
        this.use = use;
        this.labels = List.of(labels);
    }

    MetricGroup section() {
        return section;
    }

    MetricType type() {
        return type;
    }

    /** As it stands in the output. */
    String exposed() {
        return exposed;
    }

    /** As the client library wants it: without the suffix that the type adds. */
    String plain() {
        return switch (type) {
            case GAUGE -> exposed;
            case COUNTER -> exposed.replaceFirst("_total$", "");
            case INFO -> exposed.replaceFirst("_info$", "");
        };
    }

    /** The unit that the name ends with. */
    Optional<String> unit() {
        return UNITS.stream().filter(unit -> plain().endsWith("_" + unit)).findFirst();
    }

    String help() {
        return help;
    }

    /** What it is good for, and what to do when it looks bad. */
    String use() {
        return use;
    }

    List<Label> labels() {
        return labels;
    }

    static List<Metric> of(MetricGroup section) {
        return Arrays.stream(values())
                .filter(metric -> metric.section == section)
                .toList();
    }
}
