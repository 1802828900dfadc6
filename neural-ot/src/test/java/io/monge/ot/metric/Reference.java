package io.monge.ot.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of reference numbers and weights beside the project, where there is one. */
final class Reference {

    private Reference() {}

    static Path file(String name) {
        Path shared =
                Optional.ofNullable(System.getenv("MONGE_SHARED"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("monge.root", ".."), "..", "shared"));
        Path file = shared.resolve(name).normalize();
        assumeTrue(Files.isRegularFile(file), "skipped: no " + file);
        return file;
    }

    static HostTensor metric(String name) throws IOException {
        return SafeTensors.read(file("oracles/metrics.safetensors")).tensors().get(name);
    }

    static double number(String name) throws IOException {
        return metric(name).doubles()[0];
    }

    /** (n, d) rows of a two-dimensional array. */
    static float[][] rows(String name) throws IOException {
        HostTensor tensor = metric(name);
        float[] values = tensor.floats();
        float[][] rows = new float[(int) tensor.shape()[0]][(int) tensor.shape()[1]];
        for (int i = 0; i < values.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = values[i];
        }
        return rows;
    }

    /** An (h, w, 3) array of bytes. */
    static RgbImage image(String name) throws IOException {
        HostTensor tensor = metric(name);
        byte[] pixels = new byte[Math.toIntExact(tensor.size())];
        tensor.bytes().get(pixels);
        return new RgbImage((int) tensor.shape()[1], (int) tensor.shape()[0], pixels);
    }
}
