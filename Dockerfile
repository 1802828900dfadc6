# One image for every process of Monge: docker build -t monge:0.1.0 .
#
# DISTRIBUTION=prebuilt takes launcher/target as `./mvnw package` left it instead of building once more.
ARG BUILD_IMAGE=eclipse-temurin:17-jdk
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre
ARG DISTRIBUTION=build

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    rm -rf ./*/target \
 && ./mvnw -B -q -DskipTests -Dmaven.test.skip=true package \
 && mkdir /distribution && mv launcher/target/monge.jar launcher/target/lib /distribution

FROM scratch AS prebuilt
COPY launcher/target/monge.jar /distribution/
COPY launcher/target/lib /distribution/lib

FROM ${DISTRIBUTION} AS distribution

FROM ${RUNTIME_IMAGE} AS installed
COPY --from=distribution /distribution /opt/monge/launcher/target
COPY monge /opt/monge/
WORKDIR /opt/monge/launcher/target
# One training step makes the engine unpack libtorch, so that a start writes nothing. After that the jar it came
# in is dead weight, as are ONNX Runtime (LPIPS of the benchmarks) and a transport nobody speaks (QUIC).
# Monge's own jars are put apart: they change with every build, the layer below them does not.
RUN export DJL_CACHE_DIR=/opt/monge/native MONGE_JAVA_OPTS=-Xmx512m \
 && sh /opt/monge/monge bench train-step --threads 1 --iterations 1 \
      --blocks 1 --features 8 --patch 32 --batch 1 --map-updates 1 \
 && chmod -R a+rX "$DJL_CACHE_DIR" && ln -s "$DJL_CACHE_DIR"/pytorch/* "$DJL_CACHE_DIR/libtorch" \
 && rm lib/pytorch-native-cpu-*.jar lib/onnxruntime-*.jar lib/netty-codec-native-quic-*.jar \
 && mkdir -p /own/lib && mv monge.jar /own \
 && for module in confluent-client schemas embedded-kafka runtime imaging http neural-ot ingest trainer serving \
      metrics-stream; do mv "lib/$module"-[0-9]*.jar /own/lib; done

FROM ${RUNTIME_IMAGE}
RUN echo 'monge:x:10001:10001:Monge:/var/lib/monge:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'monge:x:10001:' >> /etc/group \
 && mkdir -m 0750 /var/lib/monge && chown 10001:10001 /var/lib/monge
COPY --from=installed /opt/monge/native /opt/monge/native
COPY --from=installed /opt/monge/launcher/target/lib /opt/monge/launcher/target/lib
COPY --from=installed /own /opt/monge/launcher/target
COPY --chmod=0755 monge docker/healthcheck /opt/monge/
# Half of the container's memory for the heap: tensors live beside it, and what they leave free goes back. The paths are the same for every command.
ENV PATH=/opt/monge:$PATH \
    DJL_CACHE_DIR=/opt/monge/native \
    PYTORCH_LIBRARY_PATH=/opt/monge/native/libtorch \
    MONGE_JAVA_OPTS="-XX:InitialRAMPercentage=25 -XX:MaxRAMPercentage=50 -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=30000" \
    MONGE__HEALTH__PORT=8090 \
    MONGE__TRAINER__CHECKPOINT__DIRECTORY=/var/lib/monge/checkpoints \
    MONGE__METRICS__STATE_DIRECTORY=/var/lib/monge/streams
USER 10001:10001
WORKDIR /var/lib/monge
EXPOSE 8080
HEALTHCHECK --start-period=300s --start-interval=2s --interval=15s --timeout=5s --retries=4 CMD ["healthcheck"]
ENTRYPOINT ["monge"]
CMD ["--help"]
