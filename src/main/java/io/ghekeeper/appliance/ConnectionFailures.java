package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;

/** What goes wrong between us and one host, in words for people. */
record ConnectionFailures(ApplianceSettings settings, HostHints naming) {
    private static final int LONGEST_WORDS = 200;

    Failure lost(IOException e, boolean overdue) {
        String why = overdue || has(e, TimeoutException.class) ? "it does not answer any more" : words(e);
        return new Failure(
                FailureKind.CONNECTION_LOST,
                "the connection to " + where() + " was lost: " + why,
                "Check the network and the appliance, and try again.",
                e);
    }

    Failure unreachable(IOException e, boolean overdue) {
        String why;
        String hint = naming.unreachable();
        if (has(e, UnknownHostException.class)) {
            why = "its name cannot be resolved";
            hint = "Check " + naming.host() + ", and the name service here.";
        } else if (has(e, ConnectException.class)) {
            why = "the connection was refused";
        } else if (has(e, NoRouteToHostException.class)) {
            why = "there is no route to it";
        } else if (overdue || has(e, SocketTimeoutException.class) || has(e, TimeoutException.class)) {
            why = "it does not answer in time";
        } else {
            why = "what answers does not speak SSH with us: " + words(e);
        }
        return new Failure(FailureKind.APPLIANCE_UNREACHABLE, where() + " cannot be reached: " + why, hint, e);
    }

    Failure refused(Identity identity, UserAuthException e) {
        return new Failure(
                FailureKind.KEY_REFUSED,
                settings.user() + "@" + where() + " refused the key " + identity.fingerprint(),
                "Add the line that ghe-keeper key check prints to the appliance: Management Console > SSH access.",
                e);
    }

    /** Whether the host refused nothing, but is gone. */
    static boolean goneMeanwhile(UserAuthException e) {
        return has(e, TransportException.class) || has(e, TimeoutException.class);
    }

    String where() {
        return settings.host() + " port " + settings.port();
    }

    /** Fit for a terminal, and short: it may come from the other side. */
    static String fit(String words) {
        String clean = PlainText.of(words);
        return clean.substring(0, Math.min(clean.length(), LONGEST_WORDS));
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong at the bottom. */
    private static String words(Throwable e) {
        String words = "it failed without a reason";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                words = cause.getMessage();
            }
        }
        return fit(words);
    }
}
