package io.ghekeeper.config;

import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of the section {@code retention}, and the {@link RetentionSettings} that they build. */
final class RetentionSection {
    static final Section SECTION = new Section(
            "retention",
            "Which snapshots are kept. `ghe-keeper retention plan` shows what that means, and `ghe-keeper retention run` deletes the others.");

    static final Key<Boolean> ENABLED = SECTION.defaulted(
            "enabled",
            Types.flag(),
            "true",
            "Whether ghe-keeper deletes by itself, after each good backup, what the plan does not keep. backup-utils prunes"
                    + " nothing then. `false`: backup-utils prunes, by `engine.keep-snapshots`, and knows neither plan nor"
                    + " pins. `ghe-keeper retention run` deletes in any case.");
    static final Key<List<KeepRule>> POLICY = SECTION.defaulted(
            "policy",
            new ValueType.ListOf<>(PolicyTypes.rule(), 0),
            "[]",
            "Rules that add up, as `[last 7, daily 14, monthly 12]`. `last N`: the newest N. `within D`: those begun at"
                    + " most so long before the newest good one. `hourly N`, `daily N`, `weekly N`, `monthly N` and"
                    + " `yearly N`: the newest of each period, for the newest N periods that have one; in"
                    + " `schedule.time-zone`, weeks from Monday on. Only good snapshots count. `[]` without a preset: as"
                    + " many as `engine.keep-snapshots`, and so many complete ones of any worth, as backup-utils does; two"
                    + " good ones at least.");
    static final Key<KeepRule> PRESET = SECTION.optional(
            "preset",
            PolicyTypes.preset(),
            "exponential",
            "A policy of etcd-backup-restore, beside `retention.policy`. `exponential`: all of this hour; of the rest of"
                    + " today the newest of each hour; of the 7 days before the newest of each day; up to 34 days ago the"
                    + " newest of each week; in `schedule.time-zone`. `limit-based N`: the newest N; 7 without N.");
    static final Key<Duration> KEEP_UNUSABLE = SECTION.defaulted(
            "keep-unusable",
            Types.duration("1s", "365d"),
            "7d",
            "How long a snapshot is kept that is suspect or failed its drill, from when that was found. It does not count"
                    + " for the policy. For incomplete ones, see `data.keep-incomplete`.");

    private RetentionSection() {}

    static RetentionSettings settings(Settings settings) {
        List<KeepRule> rules = new ArrayList<>(settings.get(POLICY));
        settings.find(PRESET).ifPresent(rules::add);
        return new RetentionSettings(
                settings.get(ENABLED),
                rules.isEmpty() ? RetentionSettings.likeTheEngine(settings.get(EngineSection.KEEP_SNAPSHOTS)) : rules,
                settings.get(KEEP_UNUSABLE),
                settings.get(ScheduleSection.TIME_ZONE));
    }
}
