package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass: read the state, find the receivers that do not know it, send, and record what was sent. */
final class NotificationPass {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationPass.class);

    private final DueNotifications notices;
    private final Supplier<StatusReport> present;
    private final DeliveredStatesFile file;
    private final List<DeliveryQueue> addressees;
    private final Clock clock;

    /** What could not be written to the file. This process at least sends no message twice. */
    private Optional<DeliveredStates> unwritten = Optional.empty();

    /** What arrived after all, when the look was over and the lock given back. */
    private final List<UnaryOperator<DeliveredStates>> late = new ArrayList<>();

    private DeliveredStates delivered = DeliveredStates.NOTHING;
    private boolean looking;

    NotificationPass(
            DueNotifications notices,
            Supplier<StatusReport> present,
            DeliveredStatesFile file,
            List<DeliveryQueue> addressees,
            Clock clock) {
        this.notices = notices;
        this.present = present;
        this.file = file;
        this.addressees = addressees;
        this.clock = clock;
    }

    /**
     * Reads the state, and sends what is due.
     *
     * @param last whether this process makes no further pass: then receivers in their retry wait get a message, too
     * @return whether the pass was made; it is not while another process makes one
     */
    @SuppressWarnings("try") // the lock is there to be held
    boolean look(boolean last) throws InterruptedException {
        Optional<DeliveredStatesFile.Lock> free = file.lock();
        if (free.isEmpty()) {
            return false;
        }
        try (DeliveredStatesFile.Lock lock = free.get()) {
            lookLocked(last);
        }
        return true;
    }

    private void lookLocked(boolean last) throws InterruptedException {
        try {
            begin();
            send(last, due());
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        delivered = unwritten.orElseGet(file::read);
        looking = true;
        if (!late.isEmpty()) {
            DeliveredStates now = delivered;
            for (UnaryOperator<DeliveredStates> each : late) {
                now = each.apply(now);
            }
            late.clear();
            note(now);
        }
    }

    private synchronized void end() {
        looking = false;
    }

    private Function<Map<Topic, String>, List<DueNotifications.DueNotification>> due() {
        try {
            StatusReport report = present.get();
            Optional<Instant> noneSince = noneSince(report);
            return marks -> notices.due(report, marks, noneSince);
        } catch (Failure unknown) {
            Instant now = clock.instant();
            return marks -> notices.due(unknown, now, marks);
        }
    }

    private synchronized Optional<Instant> noneSince(StatusReport report) {
        Optional<Instant> since = report.state() == StatusReport.StatusState.NONE
                ? delivered
                        .noneSince()
                        .filter(known -> !known.isAfter(report.at()))
                        .or(() -> Optional.of(report.at()))
                : Optional.empty();
        if (!since.equals(delivered.noneSince())) {
            note(delivered.with(since));
        }
        return since;
    }

    private void send(boolean last, Function<Map<Topic, String>, List<DueNotifications.DueNotification>> due)
            throws InterruptedException {
        for (DeliveryQueue addressee : addressees) {
            List<DueNotifications.DueNotification> list = due.apply(marks(addressee));
            if (!list.isEmpty() && (last || addressee.isDue())) {
                addressee.begin(list, sent -> noted(addressee, sent));
            }
        }
        for (DeliveryQueue addressee : addressees) {
            addressee.await();
        }
    }

    private synchronized Map<Topic, String> marks(DeliveryQueue addressee) {
        return delivered.to(addressee.name());
    }

    private synchronized void noted(DeliveryQueue addressee, DueNotifications.DueNotification due) {
        UnaryOperator<DeliveredStates> mark = before -> before.with(addressee.name(), due.topic(), due.mark());
        if (looking) {
            note(mark.apply(delivered));
        } else {
            late.add(mark);
        }
    }

    private void note(DeliveredStates now) {
        delivered = now;
        try {
            file.write(now);
            unwritten = Optional.empty();
        } catch (IOException full) {
            if (unwritten.isEmpty()) {
                LOG.warn("cannot record the notifications that were sent, and may repeat them: {}", full.getMessage());
            }
            unwritten = Optional.of(now);
        }
    }
}
