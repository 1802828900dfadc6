# The schema registry from the distribution on Maven Central, where Apicurio's own image cannot be had:
# ./mvnw -pl schemas -am process-test-resources unpacks it, then
# docker build -t monge-registry -f docker/registry.Dockerfile schemas/target/registry-server
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre
FROM ${RUNTIME_IMAGE}
COPY lib /opt/registry/lib
COPY *-runner.jar /opt/registry/
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080
USER 10001:10001
EXPOSE 8080
CMD ["sh", "-c", "exec java $JAVA_OPTIONS -jar /opt/registry/*-runner.jar"]
