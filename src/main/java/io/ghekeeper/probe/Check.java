package io.ghekeeper.probe;

import java.util.List;

/** All checks, in the order in which they are printed. */
public enum Check {
    CONFIGURATION("configuration"),
    KEY_DIRECTORY("key directory", CONFIGURATION),
    KEY("key", CONFIGURATION),
    NAME("name", CONFIGURATION),
    PORT("port", NAME),
    HOST_KEY("host key", PORT),
    LOGIN("login", KEY_DIRECTORY, KEY, HOST_KEY),
    APPLIANCE("appliance", LOGIN),
    ENGINE("engine", CONFIGURATION),
    PROGRAMS("programs", CONFIGURATION),
    TMP("tmp", CONFIGURATION),
    FIT("fit", ENGINE, APPLIANCE),
    SUPPORT("support", APPLIANCE),
    NEXT_RELEASE("next release", ENGINE, APPLIANCE),
    OTHER_TOOL("other backup tool", APPLIANCE),
    TARGET("restore target", CONFIGURATION),
    VOLUME("volume", CONFIGURATION),
    LINKS("links", VOLUME),
    OWNER("owner", VOLUME),
    ROOM("room", VOLUME),
    STRAY_NAMES("stray names", VOLUME),
    LEFTOVERS("leftovers", VOLUME),
    STATE_DIRECTORY("state directory", CONFIGURATION),
    JOURNAL("journal", STATE_DIRECTORY),
    SUPERVISOR("supervisor", STATE_DIRECTORY),
    RUN("run at work", JOURNAL),
    MARKERS("markers", VOLUME),
    GARBAGE("garbage collection", APPLIANCE, JOURNAL, MARKERS),
    LAST_GOOD("last good backup", JOURNAL),
    SUSPECTS("suspect backups", JOURNAL),
    ARCHIVE("archive", VOLUME),
    NATIVE("native snapshots", VOLUME),
    UNDO("restore undo", CONFIGURATION),
    SCHEDULE("schedule", CONFIGURATION);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes one that is
    private final List<Check> needs;

    Check(String title, Check... needs) {
        this.title = title;
        this.needs = List.of(needs);
    }

    /** Its name for people and scripts; it does not change. */
    public String title() {
        return title;
    }

    /** What must be good before this can be looked at. */
    List<Check> needs() {
        return needs;
    }
}
