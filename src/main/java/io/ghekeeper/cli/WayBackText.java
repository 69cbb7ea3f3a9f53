package io.ghekeeper.cli;

import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.Run;
import io.ghekeeper.nativesnapshot.WayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a person goes back to what an appliance was before a run, where the run made a way back. */
final class WayBackText {
    private static final String INDENT = "  ";

    private final Screen screen;

    WayBackText(Screen screen) {
        this.screen = screen;
    }

    /** Lines for a terminal; none where the run made none. Commands are not wrapped: they are copied from here. */
    List<String> lines(Run run) {
        Optional<UndoMade> made = run.last(UndoMade.class);
        List<String> commands = made.map(WayBack::commands).orElse(List.of());
        if (commands.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(Paragraph.lines(
                screen,
                "",
                0,
                "the way back: these lines take " + made.get().host() + " back to what it was at "
                        + made.get().started() + ". They stop it, and what it did since is lost. Nothing of them was"
                        + " done. The volumes that they take off are kept."));
        commands.forEach(command -> lines.add(INDENT + command));
        return lines;
    }
}
