package io.ghekeeper.appliance;

import java.io.IOException;
import net.schmizz.sshj.userauth.UserAuthException;

/** The way in to one host: a connection of its own, its host key checked, our key let in, and closed again. */
record Login(ApplianceSettings settings, Timeouts patience, HostHints naming) {
    /** What is said once we are in. */
    interface Conversation<T> {
        T over(Connection connection) throws IOException;
    }

    ConnectionFailures failures() {
        return new ConnectionFailures(settings, naming);
    }

    /** @throws io.ghekeeper.failure.Failure whatever ends it before its end */
    <T> T with(HostKeyCheck check, Identity identity, Conversation<T> conversation) {
        try (Connection connection = new Connection(check, patience)) {
            return converse(connection, check, identity, conversation);
        } catch (IOException e) {
            // From closing it: what was asked is answered by then, or has failed with words of its own.
            throw failures().lost(e, false);
        }
    }

    private <T> T converse(Connection connection, HostKeyCheck check, Identity identity, Conversation<T> conversation) {
        open(connection, check);
        try {
            authenticate(connection, identity);
            return conversation.over(connection);
        } catch (IOException e) {
            throw failures().lost(e, connection.overdue());
        }
    }

    void open(Connection connection, HostKeyCheck check) {
        try {
            connection.open(settings.host(), settings.port());
        } catch (IOException e) {
            throw check.refusal().orElseGet(() -> failures().unreachable(e, connection.overdue()));
        }
    }

    private void authenticate(Connection connection, Identity identity) throws IOException {
        try {
            connection.authenticate(settings.user(), identity.key());
        } catch (UserAuthException e) {
            if (ConnectionFailures.goneMeanwhile(e)) {
                throw e;
            }
            throw failures().refused(identity, e);
        }
    }
}
