package io.monge.launcher.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Javadoc of the project's own types, read from their sources and written as Markdown. */
final class SourceDocs {
    /** Behind a full stop that ends no abbreviation. */
    private static final Pattern SENTENCE =
            Pattern.compile("(?<!\\b(App|al|e\\.g|i\\.e))\\.\\s+(?=[A-Z])");

    /** As the compiler's printer writes what is not ASCII, whatever the platform's encoding. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    private final Map<Path, Map<String, DocCommentTree>> read = new HashMap<>();

    /** What a record says of a component: its {@code @param}, else the accessor's own comment. */
    Optional<String> component(Class<?> record, String name) {
        return doc(record, "")
                .flatMap(doc -> param(doc, name))
                .or(() -> doc(record, "#" + name).map(SourceDocs::sentence))
                .or(() -> inherited(record, name));
    }

    /** The first sentence about a type. */
    Optional<String> summary(Class<?> type) {
        return doc(type, "").map(SourceDocs::sentence);
    }

    private Optional<String> inherited(Class<?> type, String name) {
        return Stream.of(type.getInterfaces())
                .filter(above -> above.getName().startsWith("io.monge."))
                .flatMap(
                        above ->
                                doc(above, "#" + name)
                                        .map(SourceDocs::sentence)
                                        .or(() -> inherited(above, name))
                                        .stream())
                .findFirst();
    }

    private static Optional<String> param(DocCommentTree doc, String name) {
        return doc.getBlockTags().stream()
                .filter(tag -> tag instanceof ParamTree)
                .map(tag -> (ParamTree) tag)
                .filter(tag -> tag.getName().toString().equals(name))
                .map(tag -> markdown(tag.getDescription()))
                .findFirst();
    }

    private static String sentence(DocCommentTree doc) {
        return SENTENCE.split(markdown(doc.getFullBody()), 2)[0];
    }

    private static String markdown(List<? extends DocTree> text) {
        String source =
                text.stream()
                        .map(DocTree::toString)
                        .takeWhile(part -> !part.startsWith("<p>"))
                        .collect(Collectors.joining());
        return ESCAPED.matcher(source)
                .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)))
                .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
                .replaceAll("\\{@link(?:plain)?\\s+#?([^}\\s]*)[^}]*}", "`$1`")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ")
                .trim()
                .replaceAll("\\.$", "");
    }

    private Optional<DocCommentTree> doc(Class<?> type, String member) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        return Optional.ofNullable(
                read.computeIfAbsent(source(type), this::parse).get(name + member));
    }

    private static Path source(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String file = "src/main/java/" + outermost.getName().replace('.', '/') + ".java";
        return Repository.modules().stream()
                .map(module -> module.resolve(file))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no module has " + file));
    }

    private Map<String, DocCommentTree> parse(Path source) {
        Map<String, DocCommentTree> docs = new HashMap<>();
        try {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjects(source));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Collector(trees, docs).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return docs;
    }

    /** Comments by name: {@code Outer$Inner} for a type, {@code Outer$Inner#name} for a method. */
    private static final class Collector extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees trees;
        private final Map<String, DocCommentTree> docs;
        private final Deque<String> enclosing = new ArrayDeque<>();

        Collector(DocTrees trees, Map<String, DocCommentTree> docs) {
            this.trees = trees;
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            enclosing.addLast(type.getSimpleName().toString());
            keep(String.join("$", enclosing));
            super.visitClass(type, nothing);
            enclosing.removeLast();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            keep(String.join("$", enclosing) + "#" + method.getName());
            return null;
        }

        private void keep(String name) {
            DocCommentTree doc = trees.getDocCommentTree(getCurrentPath());
            if (doc != null) {
                docs.putIfAbsent(name, doc);
            }
        }
    }
}
