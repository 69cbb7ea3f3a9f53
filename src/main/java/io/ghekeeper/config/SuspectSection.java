package io.ghekeeper.config;

import io.ghekeeper.snapshot.ShrinkageSettings;

/** The keys of the section {@code suspect}, and the {@link ShrinkageSettings} that they build. */
final class SuspectSection {
    static final Section SECTION =
            new Section("suspect", "How much less than the one before a snapshot may hold before it is doubted.");

    static final Key<Integer> FEWER = SECTION.defaulted(
            "fewer",
            Types.percent(),
            "10%",
            "A snapshot is suspect when the number of its repositories, pages or storage objects shrank by more than"
                    + " this.");
    static final Key<Integer> SMALLER = SECTION.defaulted(
            "smaller",
            Types.percent(),
            "50%",
            "A snapshot is suspect when the bytes of one of its parts (MySQL, Redis, repositories and so on) shrank by"
                    + " more than this.");
    static final Key<Integer> LESS_LINKED = SECTION.defaulted(
            "less-linked",
            Types.percent(),
            "50%",
            "A snapshot is suspect when the share of its files that are hard-linked fell by more than this many"
                    + " points: then something has touched every file, or hard links are lost.");

    private SuspectSection() {}

    static ShrinkageSettings settings(Settings settings) {
        return new ShrinkageSettings(settings.get(FEWER), settings.get(SMALLER), settings.get(LESS_LINKED));
    }
}
