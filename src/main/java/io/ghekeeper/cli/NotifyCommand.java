package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.notify.TestMessage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper notify}. */
@Command(name = "notify", description = "See whether messages to people arrive.")
final class NotifyCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "test?");
    }

    @Command(
            name = "test",
            description = "Send one message to each receiver that is configured; exit 0 when all were delivered.")
    void test() {
        Configuration configuration = root.configuration().configuration();
        if (!configuration.notices().hasReceivers()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "no receiver of notifications is configured",
                    "Set notify.webhook-url, notify.mail-to or notify.ping-url: see docs/notify.md.");
        }
        List<String> failed = new ArrayList<>();
        List<TestMessage> messages = TestMessage.toEach(
                configuration.notices(),
                configuration.appliance().host(),
                root.world().clock());
        for (TestMessage message : messages) {
            TestMessage.DeliveryResult result = message.send();
            root.print(result.line());
            if (!result.delivered()) {
                failed.add(result.receiver());
            }
        }
        if (!failed.isEmpty()) {
            throw new Failure(
                    FailureKind.NOTICE_NOT_DELIVERED,
                    failed.size() + " of " + messages.size() + " receivers did not get the message: "
                            + String.join(", ", failed),
                    "Correct what each line says, and try again; docs/notify.md says how each is set up.");
        }
    }
}
