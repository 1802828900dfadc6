package io.monge.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One method of one path.
 *
 * @param template as in OpenAPI, for example {@code /api/v1/models/{version}/promote}
 * @param access who may ask
 */
public record Route(HttpMethod method, String template, Access access, Endpoint endpoint) {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** Who may ask. */
    public enum Access {
        /** Everyone: a load balancer has no token. */
        OPEN,
        /** Holders of the token, if one is configured. */
        TOKEN
    }

    public static Route get(String template, Endpoint endpoint) {
        return new Route(HttpMethod.GET, template, Access.TOKEN, endpoint);
    }

    public static Route openGet(String template, Endpoint endpoint) {
        return new Route(HttpMethod.GET, template, Access.OPEN, endpoint);
    }

    public static Route post(String template, Endpoint endpoint) {
        return new Route(HttpMethod.POST, template, Access.TOKEN, endpoint);
    }

    /** The template's variables if the path is this route's, else empty. */
    Optional<Map<String, String>> match(String path) {
        List<String> names = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(template);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(template.substring(end, variables.start())));
            regex.append("([^/]+)");
            names.add(variables.group(1));
            end = variables.end();
        }
        regex.append(Pattern.quote(template.substring(end)));
        Matcher matcher = Pattern.compile(regex.toString()).matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }

    /** HEAD is answered wherever GET is. */
    boolean allows(HttpMethod asked) {
        return method.equals(asked)
                || method.equals(HttpMethod.GET) && HttpMethod.HEAD.equals(asked);
    }
}
