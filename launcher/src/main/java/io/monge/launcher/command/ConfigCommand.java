package io.monge.launcher.command;

import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.runtime.config.Setting;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code monge config}: the effective configuration, each value with its source. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Print the effective configuration, each value with its source.")
public final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private CommonOptions common = new CommonOptions();

    public ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Setting> settings =
                terminal.setup().load(common, Optional.empty(), List.of()).settings();
        int path = widest(settings.stream().map(Setting::path).toList());
        int value = Math.min(40, widest(settings.stream().map(Setting::value).toList()));
        for (Setting setting : settings) {
            String line = "%-" + path + "s  %-" + value + "s  # %s";
            terminal.out()
                    .println(line.formatted(setting.path(), setting.value(), setting.source()));
        }
        return Failures.DONE;
    }

    private static int widest(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1);
    }
}
