package io.monge.launcher;

import io.monge.launcher.setup.Setup;
import io.monge.launcher.setup.Terminal;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the commands: those that ask for it in their constructor are given what the process was
 * started with.
 */
final class Commands implements IFactory {
    private final Terminal terminal;

    Commands(Setup setup, PrintStream out, PrintStream err) {
        this.terminal = new Terminal(setup, out, err);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == Terminal.class) {
                return type.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
