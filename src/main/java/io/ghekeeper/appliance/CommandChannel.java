package io.ghekeeper.appliance;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.schmizz.concurrent.Event;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;

/**
 * The channel of one command. sshj waits for the server after each of its two requests; this one sends them apart from the
 * waiting, so that several commands need the round trips of one. RFC 4254 allows this.
 */
final class CommandChannel extends SessionChannel {
    private Event<ConnectionException> accepted;

    /** Sends the request for a channel. */
    CommandChannel(Connection connection) throws TransportException {
        super(connection, StandardCharsets.UTF_8);
        trans.write(buildOpenReq());
    }

    /** Waits for the channel, and sends the command. */
    void send(String command) throws ConnectionException, TransportException {
        openEvent.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
        accepted = sendChannelRequest("exec", true, new Buffer.PlainBuffer().putString(command, getRemoteCharset()));
    }

    /** Waits until the server has accepted the command. */
    void awaitAcceptance() throws ConnectionException {
        accepted.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
    }
}
