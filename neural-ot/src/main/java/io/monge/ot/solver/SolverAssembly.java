package io.monge.ot.solver;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.HostTensor;
import io.monge.ot.Potential;
import io.monge.ot.SolverState;
import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.CostSchedule;
import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.DynamicCost;
import io.monge.ot.cost.FixedCost;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.RmsProp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds a {@link MinimaxSolver} from its specification and a state; a new run is a state too. */
final class SolverAssembly {
    private final NDManager root;
    private final SolverState state;
    private final MemoryFormat format;

    SolverAssembly(NDManager root, SolverState state, MemoryFormat format) {
        this.root = root;
        this.state = state;
        this.format = format;
    }

    /** The state before the first iteration: random weights, no moments. */
    static SolverState start(SolverSpec spec, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        Map<String, HostTensor> tensors = new HashMap<>();
        putWeights(tensors, Players.MAP_WEIGHTS, spec.map(), seeds.nextLong());
        putWeights(tensors, Players.POTENTIAL_WEIGHTS, spec.potential(), seeds.nextLong());
        return new SolverState(seed, 0, Map.of(Players.MAP, 0L, Players.POTENTIAL, 0L), tensors);
    }

    private static void putWeights(
            Map<String, HostTensor> tensors, String prefix, NetworkSpec spec, long seed) {
        spec.initialWeights(seed).forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }

    /** Opens a solver on a device at a state. */
    static MinimaxSolver open(Ots spec, Compute compute, SolverState state) {
        return open(spec, compute, state, new SeededDraws(state.seed()));
    }

    /** As above, with the solver's own randomness given. */
    static MinimaxSolver open(Ots spec, Compute compute, SolverState state, Draws draws) {
        return compute.owning(
                root -> {
                    List<Arithmetic> attempts =
                            FirstOrder.objectionTo(spec)
                                    .map(compute::float32Because)
                                    .orElseGet(() -> compute.attempts(root));
                    return new SolverAssembly(root, state, compute.memoryFormat())
                            .solver(spec, draws, attempts, replicas(spec, compute, root));
                });
    }

    private static List<Replica> replicas(Ots spec, Compute compute, NDManager root) {
        if (spec.batchSize() % compute.replicas() != 0) {
            throw new IllegalArgumentException(
                    "batchSize is %d, must be a multiple of the %d replicas"
                            .formatted(spec.batchSize(), compute.replicas()));
        }
        List<Replica> others = new ArrayList<>();
        for (Device device : compute.devicesAfter(root.getDevice())) {
            others.add(new Replica(root.newSubManager(device), others.size() + 1, compute));
        }
        return others;
    }

    private MinimaxSolver solver(
            Ots spec, Draws draws, List<Arithmetic> attempts, List<Replica> others) {
        List<NDManager> owners =
                Stream.concat(Stream.of(root), others.stream().map(Replica::manager)).toList();
        MinimaxProblem problem =
                new MinimaxProblem(
                        owners.stream()
                                .map(owner -> cost(owner, spec.cost(), spec.map(), attempts))
                                .toList(),
                        spec.contentWeight(),
                        spec.constraint(),
                        spec.view(),
                        spec.alternation());
        Player<TransportMap> map = mapPlayer(spec, attempts, owners);
        Player<Potential> potential = potentialPlayer(spec, attempts, owners);
        Players players =
                new Players(
                        map,
                        potential,
                        average(Players.AVERAGE_WEIGHTS, map.weights(), spec.averageDecay()),
                        attempts,
                        new Replicas(others));
        Batches batches = batches(spec.batchSize());
        return new MinimaxSolver(root, problem, players, batches, draws).after(state.iteration());
    }

    Batches batches(int size) {
        return new Batches(size, format);
    }

    private Player<TransportMap> mapPlayer(
            Ots spec, List<Arithmetic> attempts, List<NDManager> owners) {
        MapSpec map = spec.map();
        OptimizerSpec optimizer = spec.mapOptimizer();
        List<Parameters> copies = weights(owners, Players.MAP_WEIGHTS, map);
        Parameters weights = copies.get(0);
        Adam adam = adam(weights, optimizer, Players.MAP, Players.MAP_MOMENTS);
        var faces = faces(owners, copies, attempts, map::over);
        List<NDArray> nonNegative = nonNegative(spec, map, weights);
        return new Player<>(weights, adam, optimizer.learningRate(), faces, nonNegative);
    }

    private Player<Potential> potentialPlayer(
            Ots spec, List<Arithmetic> attempts, List<NDManager> owners) {
        PotentialSpec potential = spec.potential();
        OptimizerSpec optimizer = spec.potentialOptimizer();
        List<Parameters> copies = weights(owners, Players.POTENTIAL_WEIGHTS, potential);
        Parameters weights = copies.get(0);
        Adam adam = adam(weights, optimizer, Players.POTENTIAL, Players.POTENTIAL_MOMENTS);
        var faces = faces(owners, copies, attempts, potential::over);
        List<NDArray> nonNegative = nonNegative(spec, potential, weights);
        return new Player<>(weights, adam, optimizer.learningRate(), faces, nonNegative);
    }

    /** On the first device over the masters, on the others over copies of them. */
    private static <F> List<Face<F>> faces(
            List<NDManager> owners,
            List<Parameters> weights,
            List<Arithmetic> attempts,
            Function<Parameters, F> over) {
        List<Face<F>> faces = new ArrayList<>();
        for (int device = 0; device < owners.size(); device++) {
            faces.addAll(
                    Player.faces(owners.get(device), device, weights.get(device), attempts, over));
        }
        return faces;
    }

    private static List<NDArray> nonNegative(Ots spec, NetworkSpec network, Parameters weights) {
        return spec.constraint() instanceof Convexified
                ? weights.names().stream()
                        .filter(network::isConvexWeight)
                        .map(weights::get)
                        .toList()
                : List.of();
    }

    Parameters weights(String prefix, NetworkSpec spec) {
        return weights(List.of(root), prefix, spec).get(0);
    }

    private List<Parameters> weights(List<NDManager> owners, String prefix, NetworkSpec spec) {
        Map<String, HostTensor> start = fitting(prefix, spec);
        return owners.stream().map(owner -> Parameters.trainable(owner, start, format)).toList();
    }

    private Map<String, HostTensor> fitting(String prefix, NetworkSpec spec) {
        List<String> names = List.copyOf(spec.shapes().keySet());
        Map<String, HostTensor> weights = Parameters.withPrefix(prefix, state.tensors(), names);
        spec.shapes()
                .forEach(
                        (name, shape) -> {
                            if (!Arrays.equals(shape.getShape(), weights.get(name).shape())) {
                                throw new IllegalArgumentException(
                                        "The state's %s%s is %s, must be %s"
                                                .formatted(prefix, name, weights.get(name), shape));
                            }
                        });
        return weights;
    }

    Adam adam(Parameters weights, OptimizerSpec optimizer, String counter, String prefix) {
        long updates = state.counters().getOrDefault(counter, 0L);
        if (updates == 0) {
            return new Adam(root, weights, optimizer.hyperparameters());
        }
        return Adam.resume(root, weights, optimizer.hyperparameters(), part(prefix), updates);
    }

    RmsProp rmsProp(Parameters weights, String counter, String prefix) {
        long updates = state.counters().getOrDefault(counter, 0L);
        return updates == 0
                ? new RmsProp(root, weights)
                : RmsProp.resume(root, weights, part(prefix + counter + "."), updates);
    }

    WeightAverage average(String prefix, Parameters weights, double decay) {
        Map<String, HostTensor> saved = part(prefix);
        Parameters average =
                saved.isEmpty()
                        ? weights.copy(root)
                        : Parameters.frozen(
                                root, Parameters.withPrefix("", saved, weights.names()), format);
        return new WeightAverage(average, decay);
    }

    CostSchedule cost(CostSpec spec, MapSpec map, List<Arithmetic> attempts) {
        return cost(root, spec, map, attempts);
    }

    private CostSchedule cost(
            NDManager owner, CostSpec spec, MapSpec map, List<Arithmetic> attempts) {
        TransportCost initial = new TransportCost(spec.up().by(map.scale()), spec.distance(owner));
        if (spec.refreshEvery() == 0) {
            return new FixedCost(initial);
        }
        DynamicCost cost = new DynamicCost(owner, map, initial, spec.refreshEvery(), attempts);
        cost.restore(part(Players.COST), format);
        return cost;
    }

    /** The state's arrays of one prefix, without it. */
    Map<String, HostTensor> part(String prefix) {
        Map<String, HostTensor> part = new HashMap<>();
        state.tensors()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith(prefix)) {
                                part.put(name.substring(prefix.length()), tensor);
                            }
                        });
        return part;
    }
}
