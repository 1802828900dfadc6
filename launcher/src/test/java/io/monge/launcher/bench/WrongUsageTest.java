package io.monge.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.launcher.Monge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What no bench can do is told before it begins, in one sentence with exit code 2; what turns up in
 * its files is a failure, exit code 1.
 */
class WrongUsageTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "gaussians                        | Missing required option: '--dim=D'",
                "gaussians --dim 1                | '1' is no whole number from 2 to 4096",
                "gaussians --dim 4097             | '4097' is no whole number from 2 to 4096",
                "gaussians --dim two              | 'two' is no whole number",
                "gaussians --dim 2 --solver sinkhorn | expected one of [WASSERSTEIN2, OTS]",
                "gaussians --dim 2 --seconds 0    | '0' is no number above 0",
                "gaussians --dim 2 --seconds NaN  | 'NaN' is no number above 0",
                "gaussians --dim 2 --seconds Infinity | 'Infinity' is no number above 0",
                "gaussians --dim 2 --iterations 0 | '0' is no whole number of at least 1",
                "gaussians --dim 2 --seconds 1 --iterations 1 | cannot be given together",
                "gaussians --dim 2 --threads 0    | '--threads': '0' is no whole number of at least 1",
                "gaussians --dim 2 --seed x       | '--seed'",
                "gaussians --dim 2 --json nowhere/out.json | there is no folder",
                "gaussians --dim 2 --json FOLDER  | is no name for a file",
                "bias --dim 1                     | '1' is no whole number from 2 to 4096",
                "bias --lambdas x                 | 'x' is no number of at least 0",
                "bias --lambdas 1,-1              | '-1' is no number of at least 0",
                "bias --iterations 19             | --iterations is 19, must be at least 20",
                "bias --file TEXT --dim 4         | --dim is of a generated pair",
                "bias --file nowhere.npz          | there is no file 'nowhere.npz'",
                "bias --plot nowhere/plot.png     | there is no folder",
                "toy                              | Missing required parameter: 'TOY'",
                "toy 9gaussians                   | 8gaussians",
                "toy swissroll --threads -2       | '-2' is no whole number of at least 1",
                "colour --source no.png --target no.png -o out.png | there is no file 'no.png'",
                "colour --source TEXT --target TEXT -o nowhere/out.png | there is no folder",
                "pairs --file nowhere.npz --solver ots | there is no file 'nowhere.npz'",
                "pairs --file TEXT --solver best  | ots-reversed",
                "pairs --file TEXT --solver ots --lambda 1 | --lambda belongs to",
                "pairs --file TEXT --solver wasserstein2 --variant textbook | --variant belongs to",
                "pairs --file TEXT --solver regularized-ipm-gan --lambda -1 | at least 0",
                "pairs --file TEXT --solver ots --threads 0 | at least 1",
                "pairs --file TEXT --solver ots --direction up | expected one of",
                "pairs-rule --file nowhere.npz   | there is no file 'nowhere.npz'",
                "pairs-rule --file TEXT --hold-out 0 | at least 1",
                "forward --blocks 0               | '0' is no whole number of at least 1",
                "forward --size 0                 | '0' is no whole number of at least 1",
                "forward --passes 0               | '0' is no whole number of at least 1",
                "forward --threads many           | 'many' is no whole number of at least 1",
                "forward --precision fp8          | expected one of [FLOAT32, BF16, AUTO]",
                "forward --model nowhere.safetensors | there is no file",
                "forward --model FOLDER           | there is no file",
                "train-step --patch 48            | --patch is 48, must be a power of two",
                "train-step --patch 16            | --patch is 16, must be a power of two",
                "train-step --batch 0             | '0' is no whole number of at least 1",
                "train-step --map-updates 0       | '0' is no whole number of at least 1",
                "train-step --iterations 0        | '0' is no whole number of at least 1",
                "train-step --cost lpips          | expected one of [MSE]",
                "scenes                           | --model",
                "scenes --minutes 0               | '0' is no number above 0",
                "scenes --minutes 1 --pairs 0     | '0' is no whole number of at least 1",
                "scenes --minutes 1 --threads 0   | '0' is no whole number of at least 1",
                "scenes --minutes 1 --lpips no.onnx | there is no file 'no.onnx'",
                "scenes --minutes 1 --save nowhere/map | there is no folder",
                "scenes --model nowhere.safetensors | there is no file",
                "scenes --minutes 1 --log xml     | expected one of [TEXT, JSON]",
                "scenes --minutes 1 --preset none | none",
                "sr                               | --pairs alone",
                "sr --pairs FOLDER --scale 3      | --scale is 3, must be 1, 2 or 4",
                "sr --pairs FOLDER --minutes -1   | '-1' is no number above 0",
                "sr --pairs FOLDER --threads 0    | '0' is no whole number of at least 1",
                "sr --pairs FOLDER --reduce 0     | '0' is no whole number of at least 1",
                "sr --pairs FOLDER --jitter 1     | '1' is not below 1",
                "sr --pairs FOLDER --jitter x     | 'x' is no number of at least 0",
                "sr --pairs FOLDER --cost l2      | expected one of",
                "sr --pairs FOLDER --cost perceptual | --vgg",
                "sr --pairs FOLDER --vgg no.safetensors | there is no file",
                "sr --pairs FOLDER --lpips no.onnx | there is no file",
                "sr --pairs FOLDER --inception no.pth | there is no file",
                "sr --pairs FOLDER --fid-crops 1  | --fid-crops is 1, must be at least 2",
                "sr --pairs nowhere               | There is no folder 'nowhere'",
                "sr --pairs FOLDER                | holds no PNG or JPEG file",
                "sr --pairs FOLDER --seed 1.5     | '--seed'",
                "nonsense                         | nonsense",
            })
    void isOneSentenceAndExitCode2(String line, String sentence) throws IOException {
        int code = bench(line);

        assertThat(errors()).contains(sentence).startsWith("monge: ").hasLineCount(1);
        assertThat(code).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bias --file TEXT                 | is no .npz archive",
                "pairs --file TEXT --solver ots   | is no .npz archive",
                "pairs-rule --file TEXT           | is no .npz archive",
                "colour --source TEXT --target TEXT -o out.png | is neither PNG nor JPEG",
                "forward --model TEXT             | Snapshot refused",
                "scenes --model TEXT --pairs 1    | Snapshot refused",
                "scenes --minutes 1 --lpips TEXT  | cannot read the LPIPS network",
                "sr --pairs FOLDER --cost perceptual --vgg TEXT | Not a SafeTensors file",
            })
    void aFileWhoseContentIsBrokenIsOneSentenceAndExitCode1(String line, String sentence)
            throws IOException {
        int code = bench(line);

        assertThat(errors()).contains(sentence).startsWith("monge: ").hasLineCount(1);
        assertThat(code).isEqualTo(1);
    }

    @Test
    void benchAloneExplainsItself() throws IOException {
        assertThat(bench("")).isEqualTo(2);
        assertThat(errors()).contains("Usage: monge bench");
    }

    /** Runs the words; TEXT is a file that is no archive and no image, FOLDER an empty folder. */
    private int bench(String line) throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "neither pair nor picture");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String words =
                ("bench " + line.strip())
                        .replace("TEXT", text.toString())
                        .replace("FOLDER", empty.toString());
        return Monge.run(
                Map.of("NO_COLOR", "1"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words.split(" "));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
