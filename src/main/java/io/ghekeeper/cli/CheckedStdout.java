package io.ghekeeper.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output, which remembers its first error: the writers above it swallow them all. */
final class CheckedStdout extends OutputStream {
    private final OutputStream out;
    private IOException error;

    CheckedStdout(OutputStream out) {
        this.out = out;
    }

    /** That of this process. */
    static CheckedStdout ofThisProcess() {
        return new CheckedStdout(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (error == null) {
                error = e;
            }
            throw e;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Why the output was lost. A reader that closed the pipe, as "| head" does, is no loss. */
    Optional<String> lost() {
        return Optional.ofNullable(error)
                .map(e -> String.valueOf(e.getMessage()))
                .filter(why -> !why.contains("Broken pipe"));
    }
}
