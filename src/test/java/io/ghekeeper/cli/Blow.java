package io.ghekeeper.cli;

/** What strikes a keeper. */
enum Blow {
    KILL("SIGKILL"),
    TERM("SIGTERM"),
    GROUP_KILL("SIGKILL to the group"),
    FAILS_ONCE("fails once"),
    FAILS_FOR_GOOD("fails from then on");

    private final String title;

    Blow(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isSignal() {
        return this == KILL || this == TERM || this == GROUP_KILL;
    }

    String signal() {
        return this == TERM ? "TERM" : "KILL";
    }
}
