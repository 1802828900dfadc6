package io.monge.imaging.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of true pairs: files {@code NAMEL.png} and {@code NAMEH.png} (or {@code NAME_LR.png} and
 * {@code NAME_HR.png}), or two sub-folders such as {@code input} and {@code clean} with equal names
 * in both.
 *
 * @param path of the folder
 */
public record PairFolder(Path path) {
    private static final Set<String> LR_FOLDERS =
            Set.of("lr", "l", "low", "input", "noisy", "rainy", "hazy", "degraded");
    private static final Set<String> HR_FOLDERS =
            Set.of("hr", "h", "high", "clean", "gt", "target", "label");
    private static final Pattern SUFFIXED = Pattern.compile("(.*?)(?:_LR|_HR|L|H)");

    /**
     * The pairs in order of name; images without a counterpart are left out.
     *
     * @throws MissingImagesException if there is none
     */
    public List<FilePair> pairs() throws IOException {
        Map<String, Path> lr = new TreeMap<>();
        Map<String, Path> hr = new TreeMap<>();
        for (Path file : new ImageFolder(path).files()) {
            sort(file, lr, hr);
        }
        List<FilePair> pairs = new ArrayList<>();
        lr.forEach(
                (name, file) -> {
                    if (hr.containsKey(name)) {
                        pairs.add(new FilePair(file, hr.get(name)));
                    }
                });
        if (pairs.isEmpty()) {
            throw new MissingImagesException(
                    "The folder '%s' holds no pairs: neither NAMEL.png with NAMEH.png nor sub-folders lr and hr (or input and clean) with equal names."
                            .formatted(path));
        }
        return List.copyOf(pairs);
    }

    private void sort(Path file, Map<String, Path> lr, Map<String, Path> hr) {
        String stem = ImageFolder.stem(file);
        Path folder = path.relativize(file).getParent();
        String side = folder == null ? "" : folder.getName(0).toString().toLowerCase(Locale.ROOT);
        Matcher suffixed = SUFFIXED.matcher(stem);
        if (LR_FOLDERS.contains(side)) {
            lr.put("/" + stem, file);
        } else if (HR_FOLDERS.contains(side)) {
            hr.put("/" + stem, file);
        } else if (suffixed.matches()) {
            boolean isLr = stem.endsWith("L") || stem.endsWith("_LR");
            (isLr ? lr : hr).put(side + suffixed.group(1), file);
        }
    }
}
