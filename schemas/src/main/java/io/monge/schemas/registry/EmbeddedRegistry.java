package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.monge.schemas.registry.SchemaCache.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry in this process: Confluent's client interface over a small file beside the
 * embedded broker's data, so that the ids in kept records still mean the same after a restart.
 *
 * <p>It refuses what a server would (409 for an incompatible schema, 404 for an unknown one) and
 * answers with the same error codes. Nothing is ever deleted, so no id is used twice. What services
 * do not call (modes, deletion, schema references) is not offered. Thread-safe: one lock.
 */
public final class EmbeddedRegistry implements SchemaRegistryClient {

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int NO_OWN_COMPATIBILITY = 40408;

    private final AvroSchemaProvider provider = new AvroSchemaProvider();
    private final RegistryFile file;
    private final List<StoredSchema> schemas;
    private final Map<String, String> compatibility;
    private final SchemaCache cache = new SchemaCache();

    private EmbeddedRegistry(RegistryFile file) throws IOException {
        provider.configure(Map.of("schemaVersionFetcher", this));
        this.file = file;
        RegistryFile.Content content = file.read();
        this.schemas = new ArrayList<>(content.schemas());
        this.compatibility = new LinkedHashMap<>(content.compatibility());
    }

    /** A registry that forgets everything when the process ends. */
    public static EmbeddedRegistry inMemory() {
        try {
            return new EmbeddedRegistry(RegistryFile.none());
        } catch (IOException e) {
            throw new IllegalStateException("no file, no failure", e);
        }
    }

    /**
     * The registry kept in a directory, which is created by the first write. One process at a time.
     *
     * @throws IOException if its file is there but cannot be read
     */
    public static EmbeddedRegistry open(Path directory) throws IOException {
        return new EmbeddedRegistry(RegistryFile.in(directory));
    }

    @Override
    public Optional<ParsedSchema> parseSchema(
            String schemaType, String schema, List<SchemaReference> references) {
        return provider.parseSchema(schema, references);
    }

    @Override
    public int register(String subject, ParsedSchema schema)
            throws IOException, RestClientException {
        return register(subject, schema, false);
    }

    @Override
    public int register(String subject, ParsedSchema schema, int version, int id) {
        throw new UnsupportedOperationException("ids are given by the registry");
    }

    @Override
    public int register(String subject, ParsedSchema schema, boolean normalize)
            throws IOException, RestClientException {
        return registerWithResponse(subject, schema, normalize).getId();
    }

    @Override
    public RegisterSchemaResponse registerWithResponse(
            String subject, ParsedSchema schema, boolean normalize)
            throws IOException, RestClientException {
        return new RegisterSchemaResponse(
                cache.id(new Registration(subject, schema, normalize), this::registerNew));
    }

    private synchronized int registerNew(Registration wanted)
            throws IOException, RestClientException {
        String text = wanted.text();
        Optional<StoredSchema> known =
                find(s -> isOf(s, wanted.subject()) && s.schema().equals(text));
        return known.isPresent()
                ? known.get().id()
                : append(wanted.subject(), wanted.schema(), text);
    }

    private int append(String subject, ParsedSchema schema, String text)
            throws IOException, RestClientException {
        List<String> conflicts = testCompatibilityVerbose(subject, schema);
        if (!conflicts.isEmpty()) {
            throw new RestClientException(
                    "Schema being registered is incompatible with an earlier schema for subject \"%s\", details: %s"
                            .formatted(subject, conflicts),
                    409,
                    409);
        }
        int id =
                find(s -> s.schema().equals(text))
                        .map(StoredSchema::id)
                        .orElse(1 + schemas.stream().mapToInt(StoredSchema::id).max().orElse(0));
        int version = 1 + (int) versions(subject).count();
        save(new StoredSchema(id, subject, version, text));
        return id;
    }

    /** To disk first: an id that was handed out must not be lost. */
    private void save(StoredSchema added) throws IOException {
        List<StoredSchema> next = new ArrayList<>(schemas);
        next.add(added);
        file.write(new RegistryFile.Content(next, compatibility));
        schemas.add(added);
    }

    @Override
    public ParsedSchema getSchemaById(int id) throws RestClientException {
        return cache.schema(id, unknown -> stored(unknown).parsed());
    }

    private synchronized StoredSchema stored(int id) throws RestClientException {
        return find(s -> s.id() == id)
                .orElseThrow(() -> notFound("Schema " + id + " not found", SCHEMA_NOT_FOUND));
    }

    @Override
    public ParsedSchema getSchemaBySubjectAndId(@Nullable String subject, int id)
            throws RestClientException {
        return getSchemaById(id);
    }

    @Override
    public synchronized Collection<String> getAllSubjectsById(int id) {
        return schemas.stream().filter(s -> s.id() == id).map(StoredSchema::subject).toList();
    }

    @Override
    public synchronized SchemaMetadata getLatestSchemaMetadata(String subject)
            throws RestClientException {
        return getSchemaMetadata(subject, getAllVersions(subject).size());
    }

    @Override
    public synchronized SchemaMetadata getSchemaMetadata(String subject, int version)
            throws RestClientException {
        return find(s -> isOf(s, subject) && s.version() == version)
                .map(s -> new SchemaMetadata(s.id(), s.version(), s.schema()))
                .orElseThrow(
                        () -> notFound("Version " + version + " not found", VERSION_NOT_FOUND));
    }

    @Override
    public int getVersion(String subject, ParsedSchema schema) throws RestClientException {
        return getVersion(subject, schema, false);
    }

    @Override
    public int getVersion(String subject, ParsedSchema schema, boolean normalize)
            throws RestClientException {
        return lookUp(subject, schema, normalize).version();
    }

    @Override
    public int getId(String subject, ParsedSchema schema) throws RestClientException {
        return getId(subject, schema, false);
    }

    @Override
    public int getId(String subject, ParsedSchema schema, boolean normalize)
            throws RestClientException {
        return lookUp(subject, schema, normalize).id();
    }

    private synchronized StoredSchema lookUp(String subject, ParsedSchema schema, boolean normalize)
            throws RestClientException {
        getAllVersions(subject);
        String text = new Registration(subject, schema, normalize).text();
        return find(s -> isOf(s, subject) && s.schema().equals(text))
                .orElseThrow(() -> notFound("Schema not found in " + subject, SCHEMA_NOT_FOUND));
    }

    @Override
    public synchronized List<Integer> getAllVersions(String subject) throws RestClientException {
        List<Integer> versions = versions(subject).map(StoredSchema::version).toList();
        if (versions.isEmpty()) {
            throw notFound("Subject '" + subject + "' not found.", SUBJECT_NOT_FOUND);
        }
        return versions;
    }

    @Override
    public synchronized Collection<String> getAllSubjects() {
        return schemas.stream().map(StoredSchema::subject).distinct().toList();
    }

    @Override
    public boolean testCompatibility(String subject, ParsedSchema schema) {
        return testCompatibilityVerbose(subject, schema).isEmpty();
    }

    @Override
    public synchronized List<String> testCompatibilityVerbose(String subject, ParsedSchema schema) {
        String level = compatibility.getOrDefault(subject, CompatibilityLevel.BACKWARD.name);
        List<ParsedSchema> earlier =
                new ArrayList<>(versions(subject).map(StoredSchema::parsed).toList());
        return CompatibilityChecker.checker(CompatibilityLevel.forName(level))
                .isCompatible(schema, earlier);
    }

    @Override
    public synchronized Config updateConfig(String subject, Config config)
            throws IOException, RestClientException {
        CompatibilityLevel level = CompatibilityLevel.forName(config.getCompatibilityLevel());
        if (level == null) {
            throw new RestClientException(
                    "Invalid compatibility level " + config.getCompatibilityLevel(), 422, 42203);
        }
        Map<String, String> next = new LinkedHashMap<>(compatibility);
        next.put(subject, level.name);
        file.write(new RegistryFile.Content(schemas, next));
        compatibility.put(subject, level.name);
        return config;
    }

    @Override
    public synchronized Config getConfig(String subject) throws RestClientException {
        String level = compatibility.get(subject);
        if (level == null) {
            throw notFound(subject + " has no compatibility of its own", NO_OWN_COMPATIBILITY);
        }
        return new Config(level);
    }

    @Override
    public String getMode() {
        return "READWRITE";
    }

    @Override
    public String getMode(String subject) {
        return getMode();
    }

    @Override
    public String setMode(String mode) {
        throw new UnsupportedOperationException("the embedded registry is always READWRITE");
    }

    @Override
    public String setMode(String mode, String subject) {
        return setMode(mode);
    }

    /** Forgets what can be had again. */
    @Override
    public void reset() {
        cache.clear();
    }

    private Stream<StoredSchema> versions(String subject) {
        return schemas.stream().filter(s -> isOf(s, subject));
    }

    private Optional<StoredSchema> find(Predicate<StoredSchema> wanted) {
        return schemas.stream().filter(wanted).findFirst();
    }

    private static boolean isOf(StoredSchema stored, String subject) {
        return stored.subject().equals(subject);
    }

    private static RestClientException notFound(String message, int code) {
        return new RestClientException(message, 404, code);
    }
}
