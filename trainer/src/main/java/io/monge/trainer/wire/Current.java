package io.monge.trainer.wire;

import java.util.List;

/**
 * What {@code model.current} says.
 *
 * @param version that is to be served
 * @param by who decided: {@code GATE}, {@code OPERATOR} or {@code ROLLBACK}
 * @param scores the decision rests on
 */
public record Current(long version, String by, List<Score> scores) {}
