package io.ghekeeper.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A real process behind an SSH channel: its three streams pumped, killed with its children when the channel closes. */
final class ShellCommand implements Command {
    private static final int UNKNOWN_STATUS = 255;

    private final String[] commandLine;
    private InputStream input;
    private OutputStream output;
    private OutputStream error;
    private ExitCallback exit;
    private Process process;

    ShellCommand(String... commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public void setInputStream(InputStream input) {
        this.input = input;
    }

    @Override
    public void setOutputStream(OutputStream output) {
        this.output = output;
    }

    @Override
    public void setErrorStream(OutputStream error) {
        this.error = error;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine);
        // What is found by a variable in /proc must be a run's own, not the test's.
        builder.environment().keySet().retainAll(List.of("PATH"));
        process = builder.start();
        inBackground(() -> pump(input, process.getOutputStream(), true));
        Thread printed = inBackground(() -> pump(process.getInputStream(), output, false));
        Thread complained = inBackground(() -> pump(process.getErrorStream(), error, false));
        inBackground(() -> {
            int status = UNKNOWN_STATUS;
            try {
                status = process.waitFor();
                printed.join();
                complained.join();
                sendStatus(channel, status);
                channel.close(false);
            } catch (IOException e) {
                exit.onExit(status);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void destroy(ChannelSession channel) {
        // Looking for children reads all of /proc; a process that has ended has none.
        if (process != null && process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /**
     * Sends the exit status before the end of the output, as OpenSSH's own server does. The library sends it after. On a
     * busy machine, OpenSSH's client may answer that end by closing the channel at once, and the status is lost.
     */
    private static void sendStatus(ChannelSession channel, int status) throws IOException {
        Buffer request = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        request.putUInt(channel.getRecipient());
        request.putString("exit-status");
        request.putBoolean(false);
        request.putUInt(status);
        channel.writePacket(request);
    }

    private static void pump(InputStream from, OutputStream to, boolean closing) {
        byte[] buffer = new byte[32 * 1024];
        try {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                to.write(buffer, 0, length);
                to.flush();
            }
            if (closing) {
                to.close();
            }
        } catch (IOException e) {
            // The process or the channel is gone; whichever is left is ended by destroy.
        }
    }

    private static Thread inBackground(Runnable work) {
        Thread thread = new Thread(work, "lab-command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
