package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be read: what is wrong with it, and where its help is. */
final class UsageErrors implements IParameterExceptionHandler {
    private final Map<String, String> environment;

    UsageErrors(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        ErrorOutput errors = new ErrorOutput(command.getErr(), Screen.ofErrors(environment));
        errors.print("ERROR", ": " + PlainText.of(error.getMessage()) + suggestions(error));
        errors.print("HINT", ": See its help: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String suggestions(ParameterException error) {
        List<String> suggestions =
                error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    }
}
