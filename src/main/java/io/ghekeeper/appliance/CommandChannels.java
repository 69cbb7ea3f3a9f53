package io.ghekeeper.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.transport.TransportException;

/** The commands of one connection that the server may still count. */
final class CommandChannels {
    /** OpenSSH refuses one more at the same time, unless {@code MaxSessions} of its configuration says otherwise. */
    private static final int MOST = 10;

    private final Connection connection;
    private final List<CommandChannel> counted = new ArrayList<>();

    CommandChannels(Connection connection) {
        this.connection = connection;
    }

    /** Sends all of them before it waits for an answer. */
    List<CommandChannel> begin(List<String> commands) throws ConnectionException, TransportException {
        if (counted.size() + commands.size() > MOST) {
            awaitServer();
            counted.removeIf(channel -> !channel.isOpen());
        }
        List<CommandChannel> channels = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            channels.add(new CommandChannel(connection));
        }
        counted.addAll(channels);
        for (int i = 0; i < commands.size(); i++) {
            channels.get(i).send(commands.get(i));
        }
        for (CommandChannel channel : channels) {
            channel.awaitAcceptance();
        }
        return channels;
    }

    /**
     * Waits until the server has heard all that was said. OpenSSH looks for channels that are closed on both sides between two
     * rounds of reading. In one round it may read that a channel is closed and that another one is wanted. It answers a request
     * after that look.
     */
    private void awaitServer() throws ConnectionException, TransportException {
        try {
            connection
                    .sendGlobalRequest("keepalive@openssh.com", true, new byte[0])
                    .retrieve(connection.getTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ConnectionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw e;
            }
            // Servers answer that they know no such request.
        }
    }
}
