package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandChannelIT {
    private static final List<String> COMMANDS = List.of("echo one", "echo two; exit 3", "echo three >&2");

    @TempDir
    private Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    @BeforeEach
    void serve() throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPublickeyAuthenticator((user, key, session) -> true);
        server.setCommandFactory((channel, command) -> {
            received.add(command);
            return ProcessShellCommandFactory.INSTANCE.createCommand(channel, command);
        });
        server.addChannelListener(new ChannelListener() {
            @Override
            public void channelInitialized(Channel channel) {
                received.add("a channel");
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void noCommandWaitsForTheChannelOfAnother() throws IOException {
        List<Optional<Connection.Reply>> replies = replies();

        assertThat(received)
                .startsWith("a channel", "a channel", "a channel")
                .endsWith(COMMANDS.toArray(String[]::new));
        assertThat(replies)
                .containsExactly(
                        Optional.of(new Connection.Reply(Optional.of(0), "one", "")),
                        Optional.of(new Connection.Reply(Optional.of(3), "two", "")),
                        Optional.of(new Connection.Reply(Optional.of(0), "", "three")));
    }

    private List<Optional<Connection.Reply>> replies() throws IOException {
        Path key = SshKeys.make(folder, "key", SshKeys.Kind.ED25519).privateKey();
        try (Connection connection = new Connection(new PromiscuousVerifier(), Timeouts.USUAL)) {
            connection.open("127.0.0.1", server.getPort());
            connection.authenticate("admin", Identity.read(key).key());
            return connection.replies(COMMANDS);
        }
    }
}
