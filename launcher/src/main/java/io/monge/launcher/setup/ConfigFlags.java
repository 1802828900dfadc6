package io.monge.launcher.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command line taken apart: flags that are configuration keys, such as {@code
 * --trainer.batchSize=8} or {@code --trainer.batchSize 8}, and everything else, which belongs to
 * the commands.
 *
 * @param flags in the form {@code --key=value}
 * @param rest in the order given
 */
public record ConfigFlags(List<String> flags, List<String> rest) {
    /** Every configuration key below the root has a dot; no option of a command has one. */
    private static final Pattern KEY = Pattern.compile("--[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9._-]+)+");

    public ConfigFlags {
        flags = List.copyOf(flags);
        rest = List.copyOf(rest);
    }

    public static ConfigFlags split(String... arguments) {
        List<String> flags = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            if (!KEY.matcher(key).matches()) {
                rest.add(argument);
            } else if (equals < 0 && i + 1 < arguments.length) {
                flags.add(key + "=" + arguments[++i]);
            } else {
                flags.add(argument);
            }
        }
        return new ConfigFlags(flags, rest);
    }
}
