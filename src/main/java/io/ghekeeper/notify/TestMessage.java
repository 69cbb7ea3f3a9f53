package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A message to one receiver that a person asked for, to see whether it arrives. It is tried once. */
public final class TestMessage {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final double NANOS = 1e9;

    private final Receiver receiver;
    private final Notification notice;

    private TestMessage(Receiver receiver, Notification notice) {
        this.receiver = receiver;
        this.notice = notice;
    }

    /** For each receiver that is configured. */
    public static List<TestMessage> toEach(NotifySettings settings, String appliance, Clock clock) {
        Instant now = clock.instant();
        Notification notice = new Notification(
                Topic.TEST,
                "test",
                "a test message of ghe-keeper, which backs up " + appliance,
                List.of(
                        "Somebody typed ghe-keeper notify test at " + MessageFigures.time(now) + ".",
                        "Here you will hear when backups fail, and when they are good again. Nothing is to be done now."),
                appliance,
                Optional.empty(),
                now);
        return Receivers.all(settings).stream()
                .map(receiver -> new TestMessage(receiver, notice))
                .toList();
    }

    /**
     * How it went.
     *
     * @param line for people
     */
    public record DeliveryResult(String receiver, boolean delivered, String line) {}

    /** Sends it. */
    public DeliveryResult send() {
        String place = "-";
        long begin = System.nanoTime();
        Optional<String> failure = Optional.empty();
        try {
            place = receiver.place();
            deliver();
        } catch (DeliveryException failed) {
            failure = Optional.of(failed.getMessage());
        }
        String took = String.format(Locale.ROOT, "delivered in %.1f s", (System.nanoTime() - begin) / NANOS);
        return new DeliveryResult(
                receiver.name(),
                failure.isEmpty(),
                String.format(
                        Locale.ROOT,
                        "%-8s %s  %s",
                        receiver.name(),
                        place,
                        failure.map(why -> "failed: " + why).orElse(took)));
    }

    /** A server that never comes to an end must not keep a person waiting. */
    private void deliver() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        receiver.deliver(notice);
                        done.complete(null);
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                },
                "test message");
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DeliveryException failed
                    ? failed
                    : new DeliveryException(
                            DeliveryException.RetryChance.STAYS,
                            Failure.fault(e.getCause()).getMessage());
        } catch (TimeoutException e) {
            throw new DeliveryException(
                    DeliveryException.RetryChance.CAN_PASS, "it has not ended in " + LIMIT.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(DeliveryException.RetryChance.CAN_PASS, "interrupted");
        }
    }
}
