package io.ghekeeper.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a killed run or a seal left is in the store, or is sent now. What is damaged by now, or was packed before the recipients were
 * changed, is made again, from what it held.
 */
final class OutboxAdoption {
    private final ArchiveSetting setting;
    private final Outbox outbox;
    private final ObjectSender sender;
    private final ArchiveProgress progress;

    OutboxAdoption(ArchiveSetting setting, Outbox outbox, ObjectSender sender, ArchiveProgress progress) {
        this.setting = setting;
        this.outbox = outbox;
        this.sender = sender;
        this.progress = progress;
    }

    /**
     * Does it, with as many lanes as anything else is sent by: a seal leaves many packs. What was sent is to be recorded.
     *
     * @throws io.ghekeeper.failure.Failure what a lane ended with, or what the progress throws
     */
    void adopt() throws IOException, InterruptedException {
        List<WaitingObject> waiting = outbox.waiting();
        if (waiting.isEmpty()) {
            return;
        }
        try (PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            for (WaitingObject object : waiting) {
                lanes.submit(() -> adopt(object));
            }
            lanes.finish();
        }
    }

    private void adopt(WaitingObject waiting) throws IOException {
        Optional<String> damage = outbox.isForOthers(waiting)
                ? Optional.of("it is not encrypted for archive.recipients as they are now")
                : sender.adopt(waiting);
        if (damage.isPresent()) {
            warn(waiting.file() + " cannot be sent: " + damage.get() + ". What it held is packed again");
            outbox.discard(waiting);
        }
    }

    /** One lane at a time: who gets warnings need not be made for several. */
    private synchronized void warn(String words) {
        setting.warnings().accept(words);
    }
}
