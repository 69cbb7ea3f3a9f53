package io.ghekeeper.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;

/** Whether a line is a UNIX cron line of five fields. */
final class CronLine {
    private CronLine() {}

    static String parse(String line) throws Type.Unfit {
        try {
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(line)
                    .validate();
            return line;
        } catch (IllegalArgumentException refused) {
            throw new Type.Unfit("");
        }
    }
}
