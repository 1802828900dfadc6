package io.monge.launcher;

import ch.qos.logback.classic.Level;
import io.monge.launcher.command.BenchCommand;
import io.monge.launcher.command.ConfigCommand;
import io.monge.launcher.command.DemoCommand;
import io.monge.launcher.command.IngestCommand;
import io.monge.launcher.command.MetricsCommand;
import io.monge.launcher.command.ModelsCommand;
import io.monge.launcher.command.ServeCommand;
import io.monge.launcher.command.TrainCommand;
import io.monge.launcher.command.UpscaleCommand;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.ConfigFlags;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Logging;
import io.monge.launcher.setup.Setup;
import io.monge.launcher.setup.Version;
import io.monge.runtime.config.InvalidConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line: one jar, every command. */
@Command(
        name = "monge",
        description =
                "Continuous, unpaired image super-resolution by neural optimal transport, on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Any configuration key is an option too, for example --trainer.solver.batchSize=8;",
            "'monge config' lists them all. Exit codes: 0 done, 1 failed, 2 wrong usage or",
            "configuration, 3 training diverged three times in a row, 130 interrupted."
        },
        subcommands = {
            DemoCommand.class,
            IngestCommand.class,
            TrainCommand.class,
            ServeCommand.class,
            MetricsCommand.class,
            UpscaleCommand.class,
            ModelsCommand.class,
            BenchCommand.class,
            ConfigCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Monge {
    private Monge() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err, arguments));
    }

    /** The whole program but for the exit itself; returns the exit code. */
    public static int run(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            String... arguments) {
        Logging.setUp(Logging.Format.TEXT, Level.WARN);
        ConfigFlags split = ConfigFlags.split(arguments);
        Setup setup = new Setup(split.flags(), environment);
        CommandLine line = commands(setup, out, err);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(environment)));
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> Failures.report(failure, err, isVerbose(parsed)));
        line.setParameterExceptionHandler((failure, words) -> Failures.refuse(failure, err));
        line.setExecutionStrategy(parsed -> runLast(parsed, setup));
        return split.rest().isEmpty() ? usage(line) : execute(line, split.rest(), err);
    }

    /** The library passes on errors that are no exceptions. */
    private static int execute(CommandLine line, List<String> words, PrintStream err) {
        try {
            return line.execute(words.toArray(String[]::new));
        } catch (OutOfMemoryError e) {
            return Failures.report(e, err, false);
        }
    }

    /** What can be asked for, and how; nothing runs before it is executed. */
    static CommandLine commands(Setup setup, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Monge(), new Commands(setup, out, err));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        tellVersion(line);
        return line;
    }

    /** {@code --version} of a command is the program's. */
    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(Monge::tellVersion);
    }

    /** A command that reads no configuration would pass over a mistyped key without a word. */
    private static int runLast(ParseResult parsed, Setup setup) {
        ParseResult command = innermost(parsed);
        boolean configured = command.commandSpec().findOption("--config") != null;
        if (!configured && !setup.flags().isEmpty()) {
            try {
                setup.load(new CommonOptions(), Optional.empty(), List.of());
            } catch (InvalidConfigException e) {
                CommandLine line = command.commandSpec().commandLine();
                throw new CommandLine.ExecutionException(line, e.getMessage(), e);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return Failures.WRONG_USAGE;
    }

    private static CommandLine.Help.Ansi ansi(Map<String, String> environment) {
        return environment.containsKey("NO_COLOR")
                ? CommandLine.Help.Ansi.OFF
                : CommandLine.Help.Ansi.AUTO;
    }

    private static boolean isVerbose(ParseResult parsed) {
        return innermost(parsed).hasMatchedOption("--verbose");
    }

    private static ParseResult innermost(ParseResult parsed) {
        ParseResult innermost = parsed;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        return innermost;
    }
}
