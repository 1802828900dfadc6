package io.monge.ot.tensor;

import ai.djl.pytorch.jni.ScriptBridge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs {@code operators.py} into a TorchScript archive in memory and loads it: the operators then
 * run as native code with autograd on. Nothing is compiled ahead and no file is written.
 */
final class OperatorArchive {

    private static final String SOURCE = "operators.py";

    /** Pickle, protocol 2, of an attribute-free {@code __torch__.Operators}. */
    private static final String OBJECT = "\u0080\u0002c__torch__\nOperators\n)\u0081}b.";

    /** Pickle, protocol 2, of the empty tuple. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    /** Handle of the loaded module. It is stateless, so all threads share it; never freed. */
    static final long MODULE = load();

    private OperatorArchive() {}

    private static long load() {
        try {
            return ScriptBridge.load(new ByteArrayInputStream(archive()));
        } catch (IOException e) {
            throw new UncheckedIOException("The operators could not be loaded into PyTorch", e);
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "operators/data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "operators/code/__torch__.py", source());
            put(zip, "operators/constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "operators/version", "3\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] source() throws IOException {
        try (InputStream in = OperatorArchive.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException(SOURCE + " is missing from the jar");
            }
            return in.readAllBytes();
        }
    }
}
