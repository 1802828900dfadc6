package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** The 94 convolutions of Inception v3 and their kernels' shapes, by torchvision's names. */
final class InceptionLayers {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    private InceptionLayers() {}

    static Map<String, Shape> shapes() {
        InceptionLayers layers = new InceptionLayers();
        layers.add("Conv2d_1a_3x3", 3, 32, 3, 3);
        layers.add("Conv2d_2a_3x3", 32, 32, 3, 3);
        layers.add("Conv2d_2b_3x3", 32, 64, 3, 3);
        layers.add("Conv2d_3b_1x1", 64, 80, 1, 1);
        layers.add("Conv2d_4a_3x3", 80, 192, 3, 3);
        layers.blockA("Mixed_5b.", 192, 32);
        layers.blockA("Mixed_5c.", 256, 64);
        layers.blockA("Mixed_5d.", 288, 64);
        layers.add("Mixed_6a.branch3x3", 288, 384, 3, 3);
        layers.triple("Mixed_6a.", 288);
        layers.blockC("Mixed_6b.", 128);
        layers.blockC("Mixed_6c.", 160);
        layers.blockC("Mixed_6d.", 160);
        layers.blockC("Mixed_6e.", 192);
        layers.block7a();
        layers.blockE("Mixed_7b.", 1280);
        layers.blockE("Mixed_7c.", 2048);
        return layers.shapes;
    }

    private void add(String name, int in, int out, int height, int width) {
        shapes.put(name, new Shape(out, in, height, width));
    }

    private void blockA(String b, int in, int pool) {
        add(b + "branch1x1", in, 64, 1, 1);
        add(b + "branch5x5_1", in, 48, 1, 1);
        add(b + "branch5x5_2", 48, 64, 5, 5);
        triple(b, in);
        add(b + "branch_pool", in, pool, 1, 1);
    }

    private void triple(String b, int in) {
        add(b + "branch3x3dbl_1", in, 64, 1, 1);
        add(b + "branch3x3dbl_2", 64, 96, 3, 3);
        add(b + "branch3x3dbl_3", 96, 96, 3, 3);
    }

    private void blockC(String b, int c) {
        add(b + "branch1x1", 768, 192, 1, 1);
        add(b + "branch7x7_1", 768, c, 1, 1);
        add(b + "branch7x7_2", c, c, 1, 7);
        add(b + "branch7x7_3", c, 192, 7, 1);
        add(b + "branch7x7dbl_1", 768, c, 1, 1);
        add(b + "branch7x7dbl_2", c, c, 7, 1);
        add(b + "branch7x7dbl_3", c, c, 1, 7);
        add(b + "branch7x7dbl_4", c, c, 7, 1);
        add(b + "branch7x7dbl_5", c, 192, 1, 7);
        add(b + "branch_pool", 768, 192, 1, 1);
    }

    private void block7a() {
        add("Mixed_7a.branch3x3_1", 768, 192, 1, 1);
        add("Mixed_7a.branch3x3_2", 192, 320, 3, 3);
        add("Mixed_7a.branch7x7x3_1", 768, 192, 1, 1);
        add("Mixed_7a.branch7x7x3_2", 192, 192, 1, 7);
        add("Mixed_7a.branch7x7x3_3", 192, 192, 7, 1);
        add("Mixed_7a.branch7x7x3_4", 192, 192, 3, 3);
    }

    private void blockE(String b, int in) {
        add(b + "branch1x1", in, 320, 1, 1);
        add(b + "branch3x3_1", in, 384, 1, 1);
        add(b + "branch3x3_2a", 384, 384, 1, 3);
        add(b + "branch3x3_2b", 384, 384, 3, 1);
        add(b + "branch3x3dbl_1", in, 448, 1, 1);
        add(b + "branch3x3dbl_2", 448, 384, 3, 3);
        add(b + "branch3x3dbl_3a", 384, 384, 1, 3);
        add(b + "branch3x3dbl_3b", 384, 384, 3, 1);
        add(b + "branch_pool", in, 192, 1, 1);
    }
}
